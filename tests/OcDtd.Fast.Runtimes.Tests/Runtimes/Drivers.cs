using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Runtimes.Tests.Runtimes;

/// <summary>The JavaScript that other processes run, beside the tests.</summary>
internal static class Drivers
{
    internal static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Drivers");

    internal static string Path(string name) => System.IO.Path.Combine(Folder, name);
}

/// <summary>npm packages of onnx-export/web, where <c>npm ci --ignore-scripts</c> was run there.</summary>
internal static class NodePackages
{
    internal static string Folder { get; } = Path.Combine(SharedFiles.RepositoryRoot, "onnx-export", "web");

    /// <summary>The package.json to resolve from; skips the calling test where <paramref name="package"/> is not installed.</summary>
    internal static string Require(string package)
    {
        string installed = Path.Combine(Folder, "node_modules", package);
        SharedFiles.SkipUnless(
            Directory.Exists(installed), $"{package} is absent; run 'npm ci --ignore-scripts' in onnx-export/web.");
        return Path.Combine(Folder, "package.json");
    }
}
