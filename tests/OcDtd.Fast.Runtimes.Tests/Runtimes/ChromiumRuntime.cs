using Microsoft.Playwright;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Runtimes.Tests.Runtimes;

/// <summary>onnxruntime-web in headless Chromium: one browser and one page answer all questions.</summary>
internal sealed class ChromiumRuntime : IRuntime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly PageServer _server;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;

    /// <summary>Starts the browser and opens the page; skips the calling test where Chromium or the npm package is absent.</summary>
    /// <param name="folder">Holds all files that questions name.</param>
    internal ChromiumRuntime(string folder)
    {
        string chromium = Environment.GetEnvironmentVariable("OCDTD_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";
        SharedFiles.SkipUnless(File.Exists(chromium), $"{chromium} is absent (OCDTD_CHROMIUM names another).");
        NodePackages.Require("onnxruntime-web");
        _server = new PageServer(folder);
        (_playwright, _browser, _page) = Wait(() => OpenAsync(chromium, _server.Address));
    }

    public int MostRows => int.MaxValue;

    public Answers Run(Question question)
    {
        DriverQuestion asked = DriverQuestion.Of(
            question, Path.GetFileName(question.Model), Path.GetFileName(question.Rows.Path), answers: "");
        double[] milliseconds = Wait(() => _page.EvaluateAsync<double[]>("text => ask(JSON.parse(text))", asked.ToJson()));
        return DriverQuestion.Read(question, milliseconds, _server.TakeAnswer);
    }

    public void Dispose()
    {
        Wait(async () =>
        {
            await _browser.CloseAsync();
            return 0;
        });
        _playwright.Dispose();
        _server.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser, IPage Page)> OpenAsync(string chromium, string address)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Headless = true, Args = s_arguments });
        IPage page = await browser.NewPageAsync();
        await page.GotoAsync(address + "drivers/page.html");
        await page.WaitForFunctionAsync("document.title === 'ready'");
        return (playwright, browser, page);
    }

    /// <summary>Runs away from the test's synchronisation context, which blocking would lock up.</summary>
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).WaitAsync(s_patience).GetAwaiter().GetResult();
}
