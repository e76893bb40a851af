using System.Text.Json;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.View;

/// <summary>Where the page's runtime, onnxruntime-web, lies on this computer.</summary>
internal static class RuntimeFiles
{
    /// <summary>The npm package that has them, in its folder dist.</summary>
    internal const string PackageName = "onnxruntime-web";

    /// <summary>The files that the page loads.</summary>
    internal static readonly string[] Names = ["ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"];

    /// <summary>The version that the page was made for.</summary>
    internal static string Version { get; } = ReadVersion();

    /// <summary>The folder that --runtime names, if all files are there.</summary>
    internal static string Named(string folder) => Missing(folder) is { } name
        ? throw new InputException($"--runtime {folder}: there is no {name}; expected the folder 'dist' of the npm package {PackageName} {Version}.")
        : folder;

    /// <summary>The user's own copy, which npm gets where there is none yet.</summary>
    internal static string OfUser(RunContext context)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (home.Length == 0)
            throw new InputException($"this user has no folder for application data; name {PackageName} {Version} with --runtime DIR.");

        string folder = Path.Combine(home, "ocdtd", PackageName, Version);
        if (Missing(folder) is not null)
            RuntimeDownload.Into(folder, context);
        return folder;
    }

    /// <summary>The first file that is not there, or null.</summary>
    internal static string? Missing(string folder) => Array.Find(Names, name => !File.Exists(Path.Combine(folder, name)));

    private static string ReadVersion()
    {
        using Stream package = EmbeddedPage.Open(EmbeddedPage.Package);
        using var json = JsonDocument.Parse(package);
        return json.RootElement.GetProperty("dependencies").GetProperty(PackageName).GetString()!;
    }
}
