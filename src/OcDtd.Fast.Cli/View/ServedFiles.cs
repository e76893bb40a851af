using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.View;

/// <summary>A file that the server may send.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Open">Opens its content, of known length.</param>
internal sealed record ServedFile(string ContentType, Func<Stream> Open);

/// <summary>Everything that is served, by path. What is not listed here does not exist, so no path can lead elsewhere.</summary>
internal sealed class ServedFiles
{
    private readonly Dictionary<string, ServedFile> _files = new(StringComparer.Ordinal);

    private ServedFiles()
    {
    }

    /// <summary>The page, the runtime, the model and its samples.</summary>
    /// <param name="modelPath">The model is read anew for each load of the page.</param>
    /// <param name="saved">The same model; samples are chosen by its shape.</param>
    /// <param name="runtimeFolder">Holds <see cref="RuntimeFiles.Names"/>.</param>
    internal static ServedFiles Of(string modelPath, SavedModel saved, string runtimeFolder)
    {
        var files = new ServedFiles();
        foreach (string name in EmbeddedPage.FileNames())
            files.Add(name, () => EmbeddedPage.Open(name));
        files._files["/"] = files._files["/index.html"];
        foreach (string name in RuntimeFiles.Names)
            files.Add("runtime/" + name, () => OpenFile(Path.Combine(runtimeFolder, name)));
        files.Add("model.onnx", () => OpenFile(modelPath));
        byte[] samples = SampleDigits.Json(saved);
        files.Add("samples.json", () => new MemoryStream(samples, writable: false));
        return files;
    }

    /// <summary>The file at a path that starts with a slash, or null.</summary>
    internal ServedFile? Find(string? path) => path is null ? null : _files.GetValueOrDefault(path);

    private void Add(string name, Func<Stream> open) => _files.Add("/" + name, new ServedFile(ContentType(name), open));

    // Another process may replace the file meanwhile, as 'ocdtd fit' does.
    private static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        ".wasm" => "application/wasm",
        _ => "application/octet-stream",
    };
}
