namespace OcDtd.Fast.Cli.View;

/// <summary>The page's files, from onnx-export/web, inside this program.</summary>
internal static class EmbeddedPage
{
    /// <summary>npm's list of the runtime that the page uses; not part of the page.</summary>
    internal const string Package = "package.json";

    /// <summary>The same with versions and digests of all that it needs.</summary>
    internal const string PackageLock = "package-lock.json";

    private const string Prefix = "web/";

    /// <summary>What the page is made of.</summary>
    internal static IEnumerable<string> FileNames() => typeof(EmbeddedPage).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..])
        .Where(name => name is not (Package or PackageLock));

    internal static Stream Open(string name) => typeof(EmbeddedPage).Assembly.GetManifestResourceStream(Prefix + name)
        ?? throw new InvalidOperationException($"the embedded file {name} is missing from this build.");
}
