using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OcDtd.Fast.Runtimes.Tests.Runtimes;

/// <summary>Serves the page, its runtime and the cases' files on the loopback address, and takes answers that the page posts.</summary>
internal sealed class PageServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, byte[]> _answers = new();
    private readonly Dictionary<string, string> _folders;

    internal PageServer(string files)
    {
        _folders = new Dictionary<string, string>
        {
            ["drivers"] = Drivers.Folder,
            ["ort"] = Path.Combine(NodePackages.Folder, "node_modules", "onnxruntime-web", "dist"),
            ["files"] = files,
        };
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    internal string Address { get; }

    /// <summary>The last bytes posted for an output, handed out once.</summary>
    internal byte[] TakeAnswer(string output) =>
        _answers.TryRemove(output, out byte[]? bytes) ? bytes : throw new InvalidOperationException($"The page posted no {output}.");

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                await AnswerAsync(context);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Closed, or the browser went away in mid-request.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        string[] parts = context.Request.Url!.AbsolutePath.Trim('/').Split('/');
        if (parts is ["answers", string output] && context.Request.HttpMethod == "POST")
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            _answers[output] = body.ToArray();
        }
        else if (parts is [string place, string name] && FileOf(place, name) is { } path)
        {
            context.Response.ContentType = ContentType(name);
            using FileStream file = File.OpenRead(path);
            context.Response.ContentLength64 = file.Length;
            await file.CopyToAsync(context.Response.OutputStream);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }

    private string? FileOf(string place, string name) =>
        _folders.TryGetValue(place, out string? folder) && File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : null;

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html",
        ".mjs" => "text/javascript",
        ".wasm" => "application/wasm",
        _ => "application/octet-stream",
    };

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
