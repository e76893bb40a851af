using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace OcDtd.Fast.Cli.View;

/// <summary>Answers one request: a known file to whoever asks for it under the server's own name, a plain refusal to anyone else.</summary>
internal sealed class PageApplication(ServedFiles files) : IHttpApplication<HttpContext>
{
    /// <summary>What the page may do: as it says itself, and nobody may frame it. A worker obeys only what comes with its own file.</summary>
    internal const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        AddHeaders(context.Response.Headers);
        if (!IsOwnName(request.Host, context.Connection.LocalPort))
        {
            await Refuse(context, StatusCodes.Status400BadRequest, "This server answers to 127.0.0.1 and localhost only.");
        }
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            await Refuse(context, StatusCodes.Status405MethodNotAllowed, "Only GET and HEAD are answered.");
        }
        else if (files.Find(request.Path.Value) is not { } file)
        {
            await Refuse(context, StatusCodes.Status404NotFound, "There is no such file.");
        }
        else
        {
            await Send(context, file);
        }
    }

    /// <summary>A page from elsewhere can have its own name resolve to 127.0.0.1; then the browser still says the name it asked for.</summary>
    private static bool IsOwnName(HostString host, int port) =>
        host.Host.ToLowerInvariant() is "127.0.0.1" or "localhost" && (host.Port ?? 80) == port;

    /// <summary>The last three let the page have threads that share memory.</summary>
    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.CacheControl] = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static async Task Send(HttpContext context, ServedFile file)
    {
        try
        {
            await using Stream content = file.Open();
            context.Response.ContentType = file.ContentType;
            context.Response.ContentLength = content.Length;
            if (HttpMethods.IsGet(context.Request.Method))
                await content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            context.Response.ContentLength = null;
            await Refuse(context, StatusCodes.Status404NotFound, "The file is gone or cannot be read.");
        }
    }

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(reason + "\n");
    }
}
