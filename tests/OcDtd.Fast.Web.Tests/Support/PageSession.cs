using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Web.Tests.Support;

/// <summary>The page in a browser of its own, with all that it asked for and complained about.</summary>
internal sealed class PageSession : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private PageSession(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    internal IPage Page { get; }

    /// <summary>Every address that was asked for, by the page or its workers.</summary>
    internal IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Scripts that failed and errors on the console.</summary>
    internal IReadOnlyCollection<string> Errors => _errors;

    internal static async Task<PageSession> OpenAsync(IBrowserContext context, Uri address)
    {
        var session = new PageSession(context, await context.NewPageAsync());
        context.Request += (_, request) => session._requests.Enqueue(request.Url);
        session.Page.PageError += (_, error) => session._errors.Enqueue(error);
        session.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                session._errors.Enqueue(message.Text);
        };
        await session.Page.GotoAsync(address.ToString());
        return session;
    }

    /// <summary>Waits until the row shown is scored.</summary>
    internal Task WaitForScoreAsync() => Page.Locator("#answer[aria-busy=false]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>Opens a model file by the button and waits until the page says what it is.</summary>
    internal async Task OpenModelAsync(string path)
    {
        await Page.SetInputFilesAsync("#model-file", path);
        await Page.Locator("#progress").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await Assertions.Expect(Page.Locator("#problem")).ToBeHiddenAsync();
        await Assertions.Expect(Page.Locator("#model-name")).ToHaveTextAsync(Path.GetFileName(path));
    }

    /// <summary>Opens a model file that the page must refuse; gives what it says.</summary>
    internal async Task<string> RefusalAsync(string path)
    {
        await Page.SetInputFilesAsync("#model-file", path);
        await Page.Locator("#problem", new() { HasText = Path.GetFileName(path) }).WaitForAsync();
        return await Page.InnerTextAsync("#problem");
    }

    /// <summary>Takes a sample by its accessible name and waits for its score.</summary>
    internal async Task PickAsync(string sample, int place = 0)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = sample, Exact = true }).Nth(place).ClickAsync();
        await WaitForScoreAsync();
    }

    /// <summary>The outlierness as the model gave it, not rounded.</summary>
    internal async Task<double> ScoreAsync()
    {
        await WaitForScoreAsync();
        string? exact = await Page.GetAttributeAsync("#outlierness", "data-exact");
        return double.Parse(exact!, CultureInfo.InvariantCulture);
    }

    /// <summary>Requires the score that the engine gives a row, sooner or later: a chosen file is read after the browser said it was chosen.</summary>
    internal async Task RequireScoreAsync(OneClassModel model, float[] row)
    {
        double expected = model.Score(row);
        var watch = Stopwatch.StartNew();
        double error;
        while ((error = OracleBounds.ScoreError(await ScoreAsync(), expected)) > 1 && watch.Elapsed < s_patience)
            await Task.Delay(20);
        Assert.True(error <= 1, $"The page's score differs from the engine's by {error:g3} of the bound.");
    }

    /// <summary>Whether the page is wider than its window.</summary>
    internal async Task<bool> ScrollsSidewaysAsync() =>
        await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
