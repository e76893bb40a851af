using Microsoft.Playwright;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Web.Tests.Support;

namespace OcDtd.Fast.Web.Tests.Page;

/// <summary>The page fits a phone, and keeps to itself.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LayoutTests(Browser browser) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nothing_scrolls_sideways_on_a_phone(ColorScheme scheme)
    {
        await using PageSession session = await browser.OpenDigitsAsync(360, 640, scheme);
        Assert.False(await session.ScrollsSidewaysAsync());
        await session.OpenModelAsync(ModelFiles.Table(_folder, out _));
        Assert.False(await session.ScrollsSidewaysAsync());
        await session.OpenModelAsync(ModelFiles.Colour(_folder, storesShape: false));
        Assert.False(await session.ScrollsSidewaysAsync());
        await session.RefusalAsync(_folder.Write(new string('n', 120) + ".onnx", "not a model"));
        Assert.False(await session.ScrollsSidewaysAsync());
    }

    [SkippableFact]
    public async Task Text_is_readable_in_light_and_dark()
    {
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using PageSession session = await browser.OpenDigitsAsync(scheme: scheme);
            double contrast = await session.Page.EvaluateAsync<double>(
                """
                () => {
                    const light = colour => {
                        const [r, g, b] = colour.match(/\d+/g).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                    };
                    const panel = light(getComputedStyle(document.getElementById("reading")).backgroundColor);
                    const ratios = ["#verdict", "#keys", "#outlierness", "#facts dt"].map(selector => {
                        const text = light(getComputedStyle(document.querySelector(selector)).color);
                        return (Math.max(text, panel) + 0.05) / (Math.min(text, panel) + 0.05);
                    });
                    return Math.min(...ratios);
                }
                """);
            Assert.True(contrast >= 4.5, $"{scheme}: text has a contrast of {contrast:0.0}.");
        }
    }

    [SkippableFact]
    public async Task No_request_leaves_the_pages_own_origin()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        await session.PickAsync("Test digits: 8");
        await session.OpenModelAsync(ModelFiles.Table(_folder, out _));
        await session.PickAsync("From the model: 1");
        string origin = new Uri(session.Page.Url).GetLeftPart(UriPartial.Authority) + "/";
        Assert.NotEmpty(session.Requests);
        Assert.All(session.Requests, address => Assert.StartsWith(origin, address));
        Assert.Contains(session.Requests, address => address.EndsWith(".wasm", StringComparison.Ordinal)); // Workers' are seen too.
        Assert.Empty(session.Errors);

        // And where a script tried, the browser would not let it.
        string outcome = await session.Page.EvaluateAsync<string>("() => fetch('http://127.0.0.1:9/').then(() => 'sent', error => error.name)");
        Assert.Equal("TypeError", outcome);
        Assert.Contains(session.Errors, error => error.Contains("Content Security Policy", StringComparison.Ordinal));
        bool isolated = await session.Page.EvaluateAsync<bool>("() => crossOriginIsolated");
        Assert.True(isolated);
    }
}
