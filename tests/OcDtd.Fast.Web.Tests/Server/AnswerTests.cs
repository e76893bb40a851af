using System.Text;
using System.Text.Json;
using OcDtd.Fast.Cli.View;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Web.Tests.Support;

namespace OcDtd.Fast.Web.Tests.Server;

/// <summary>What the server answers, and to whom.</summary>
public sealed class AnswerTests(Served served) : IClassFixture<Served>
{
    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/index.html?again=1", "text/html; charset=utf-8")]
    [InlineData("/style.css", "text/css; charset=utf-8")]
    [InlineData("/app.js", "text/javascript; charset=utf-8")]
    [InlineData("/icon.svg", "image/svg+xml")]
    [InlineData("/samples.json", "application/json")]
    [InlineData("/model.onnx", "application/octet-stream")]
    [InlineData("/runtime/ort.wasm.min.mjs", "text/javascript; charset=utf-8")]
    [InlineData("/runtime/ort-wasm-simd-threaded.wasm", "application/wasm")]
    public void Known_files_come_with_their_type_and_what_keeps_the_page_safe(string target, string type)
    {
        RawAnswer answer = RawHttp.Send(served.Address, "GET", target);
        Assert.Equal((200, type), (answer.Status, answer.Headers["Content-Type"]));
        Assert.Equal(answer.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Headers["Content-Length"]);
        RequireSafeHeaders(answer);

        RawAnswer head = RawHttp.Send(served.Address, "HEAD", target);
        Assert.Equal(200, head.Status);
        Assert.Empty(head.Body);
        Assert.Equal(answer.Headers["Content-Length"], head.Headers["Content-Length"]);
    }

    [Fact]
    public void The_model_is_served_byte_for_byte() =>
        Assert.Equal(File.ReadAllBytes(served.Model), RawHttp.Send(served.Address, "GET", "/model.onnx").Body);

    [Fact]
    public void Every_file_of_the_page_is_served()
    {
        string[] sources = [.. Directory.GetFiles(PageSources.Folder).Where(path => Path.GetExtension(path) is ".html" or ".css" or ".js" or ".svg")];
        Assert.Contains(sources, path => Path.GetFileName(path) == "worker.js");
        foreach (string path in sources)
            Assert.Equal(File.ReadAllBytes(path), RawHttp.Send(served.Address, "GET", "/" + Path.GetFileName(path)).Body);
    }

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST", 200)]
    [InlineData("example.org", 400)]
    [InlineData("localhost.example.org", 400)]
    [InlineData("127.0.0.1.example.org", 400)]
    [InlineData("[::1]", 400)]
    public void Only_the_servers_own_names_are_answered(string name, int status)
    {
        RawAnswer answer = RawHttp.Send(served.Address, "GET", "/model.onnx", $"{name}:{served.Address.Port}");
        Assert.Equal(status, answer.Status);
        RequireSafeHeaders(answer);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("")]
    public void Another_port_is_another_name(string host) => Assert.Equal(400, RawHttp.Send(served.Address, "GET", "/", host).Status);

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public void Only_GET_and_HEAD_are_answered(string method)
    {
        RawAnswer answer = RawHttp.Send(served.Address, method, "/");
        Assert.Equal((405, "GET, HEAD"), (answer.Status, answer.Headers["Allow"]));
        RequireSafeHeaders(answer);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/package.json")]
    [InlineData("/runtime/")]
    [InlineData("/runtime/ort.min.js")]
    [InlineData("/runtime/../../../../etc/passwd")]
    [InlineData("/../../etc/passwd")]
    [InlineData("/runtime/..%2f..%2fetc%2fpasswd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/model.onnx/")]
    [InlineData("/MODEL.ONNX")]
    public void Nothing_else_exists(string target) => Assert.Equal(404, RawHttp.Send(served.Address, "GET", target).Status);

    [Fact]
    public void The_page_and_the_server_have_the_same_policy()
    {
        string page = Encoding.UTF8.GetString(RawHttp.Send(served.Address, "GET", "/").Body);
        const string NotInPages = "; frame-ancestors 'none'"; // A page may not say that of itself.
        Assert.EndsWith(NotInPages, PageApplication.ContentSecurityPolicy);
        Assert.Contains($"content=\"{PageApplication.ContentSecurityPolicy[..^NotInPages.Length]}\"", page);
    }

    [Fact]
    public void The_page_reads_the_formats_that_the_library_writes() => Assert.Contains(
        $"const NEWEST_FORMAT = {FormatVersions.Newest};", File.ReadAllText(Path.Combine(PageSources.Folder, "model-file.js")));

    [Fact]
    public void Digits_are_served_for_models_of_their_size_alone()
    {
        using var folder = new TempFolder();
        using ViewProcess view = ViewProcess.Start(ModelFiles.Digits(folder), served.Runtime);
        using var digits = JsonDocument.Parse(RawHttp.Send(view.Address, "GET", "/samples.json").Body);
        JsonElement[] samples = [.. digits.RootElement.GetProperty("samples").EnumerateArray()];
        Assert.Equal(30, samples.Length);
        Assert.Equal("0,0,0,1", string.Join(',', samples.Take(4).Select(sample => sample.GetProperty("label").GetString())));
        float[] second = Pictures.Samples(0)[1];
        int divisor = digits.RootElement.GetProperty("divisor").GetInt32();
        Assert.Equal(second, samples[1].GetProperty("values").EnumerateArray().Select(value => value.GetInt32() / (float)divisor));

        using var others = JsonDocument.Parse(RawHttp.Send(served.Address, "GET", "/samples.json").Body);
        Assert.Equal(0, others.RootElement.GetProperty("samples").GetArrayLength());
    }

    private static void RequireSafeHeaders(RawAnswer answer)
    {
        Assert.Equal(PageApplication.ContentSecurityPolicy, answer.Headers["Content-Security-Policy"]);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("same-origin", answer.Headers["Cross-Origin-Opener-Policy"]);
        Assert.Equal("require-corp", answer.Headers["Cross-Origin-Embedder-Policy"]);
        Assert.DoesNotContain("Server", answer.Headers.Keys);
    }
}
