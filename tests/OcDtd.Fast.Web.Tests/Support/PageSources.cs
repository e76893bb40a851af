using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Web.Tests.Support;

/// <summary>The page's sources and what it needs from outside.</summary>
internal static class PageSources
{
    /// <summary>The folder of the page.</summary>
    internal static string Folder { get; } = Path.Combine(SharedFiles.RepositoryRoot, "onnx-export", "web");

    /// <summary>The folder of onnxruntime-web's files; skips the calling [SkippableFact], or fails it, where it is absent.</summary>
    internal static string Runtime()
    {
        string folder = Path.Combine(Folder, "node_modules", "onnxruntime-web", "dist");
        SharedFiles.SkipUnless(Directory.Exists(folder), $"{folder} is absent; run 'npm ci --ignore-scripts' in {Folder}.");
        return folder;
    }

    /// <summary>A Chromium that is installed (OCDTD_CHROMIUM, default /usr/bin/chromium); none is ever downloaded.</summary>
    internal static string ChromiumPath { get; } =
        Environment.GetEnvironmentVariable("OCDTD_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";
}
