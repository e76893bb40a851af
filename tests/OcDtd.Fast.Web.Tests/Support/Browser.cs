using Microsoft.Playwright;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Web.Tests.Support;

/// <summary>One Chromium and one 'ocdtd view' of the digits' model for all tests that need a browser; started when the first one asks.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync.")]
public sealed class Browser : IAsyncLifetime
{
    /// <summary>Nothing that would ask the network for anything of the browser's own.</summary>
    private static readonly string[] s_quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    /// <summary>For what appears at once on an idle machine.</summary>
    private const float PatienceMilliseconds = 30_000;

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly TempFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _chromium;
    private ViewProcess? _digits;

    /// <summary>The model that is viewed.</summary>
    internal string DigitsModel { get; private set; } = "";

    /// <summary>A page of the digits' model with its first sample scored; skips the test where there is no browser or no runtime.</summary>
    internal async Task<PageSession> OpenDigitsAsync(int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light)
    {
        await StartAsync();
        IBrowserContext context = await _chromium!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
        });
        PageSession session = await PageSession.OpenAsync(context, _digits!.Address);
        await session.WaitForScoreAsync();
        return session;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.CloseAsync();
        _playwright?.Dispose();
        _digits?.Dispose();
        _folder.Dispose();
        _starting.Dispose();
    }

    private async Task StartAsync()
    {
        string runtime = PageSources.Runtime();
        SharedFiles.SkipUnless(File.Exists(PageSources.ChromiumPath), $"{PageSources.ChromiumPath} is absent; OCDTD_CHROMIUM names another Chromium.");
        await _starting.WaitAsync();
        try
        {
            if (_chromium is not null)
                return;
            DigitsModel = ModelFiles.Digits(_folder);
            _digits = ViewProcess.Start(DigitsModel, runtime);
            Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
            _playwright = await Playwright.CreateAsync();
            _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = PageSources.ChromiumPath, Args = s_quiet });
        }
        finally
        {
            _starting.Release();
        }
    }
}

/// <summary>Tests with a browser share it, and run one after the other.</summary>
[CollectionDefinition(Name)]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "xunit calls it so.")]
public sealed class BrowserCollection : ICollectionFixture<Browser>
{
    internal const string Name = "browser";
}
