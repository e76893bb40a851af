using Microsoft.Playwright;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Web.Tests.Support;

namespace OcDtd.Fast.Web.Tests.Page;

/// <summary>Every way to get a picture in: pen, keys, image files.</summary>
[Collection(BrowserCollection.Name)]
public sealed class InputTests(Browser browser)
{
    [SkippableFact]
    public async Task Drawing_changes_the_score()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        OneClassModel model = OnnxModel.Load(browser.DigitsModel).Model;
        await session.Page.ClickAsync("#clear");
        await session.RequireScoreAsync(model, new float[28 * 28]);
        double empty = await session.ScoreAsync();

        await DrawAsync(session, (8, 8), (19, 8), (8, 20), (20, 20));
        Assert.True(Math.Abs(await session.ScoreAsync() - empty) > 0.1);
        Assert.Equal(255, await LightAsync(session, 12, 8));
        Assert.Equal(0, await LightAsync(session, 12, 12));
        int[] rim = [await LightAsync(session, 12, 6), await LightAsync(session, 12, 9)];
        Assert.Contains(rim, light => light is > 0 and < 255);

        await session.Page.CheckAsync("#erase");
        await DrawAsync(session, (8, 8), (19, 8));
        await session.WaitForScoreAsync();
        Assert.Equal(0, await LightAsync(session, 12, 8));
    }

    [SkippableFact]
    public async Task An_image_file_is_scored_dropped_or_chosen_at_any_size_and_inverted()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        OneClassModel model = OnnxModel.Load(browser.DigitsModel).Model;
        float[] first = Pictures.Samples(3)[0], second = Pictures.Samples(9)[2];

        await DropAsync(session, "three.png", Pictures.Png(first));
        await session.RequireScoreAsync(model, first);
        await ChooseAsync(session, Pictures.Png(second, scale: 3));
        await session.RequireScoreAsync(model, second);
        await ChooseAsync(session, Pictures.Png(first, inverted: true));
        await session.RequireScoreAsync(model, Array.ConvertAll(first, value => 1 - value));
        await session.Page.CheckAsync("#invert");
        await session.RequireScoreAsync(model, first);
    }

    [SkippableFact]
    public async Task A_file_that_is_no_image_is_refused_and_changes_nothing()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        double before = await session.ScoreAsync();
        await DropAsync(session, "notes.txt", "no picture"u8.ToArray());
        await Assertions.Expect(session.Page.Locator("#problem"))
            .ToHaveTextAsync("notes.txt: does not decode; expected an image such as PNG or JPEG.");
        Assert.Equal(before, await session.ScoreAsync());
    }

    [SkippableFact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        OneClassModel model = OnnxModel.Load(browser.DigitsModel).Model;
        IKeyboard keys = session.Page.Keyboard;

        await TabToAsync(session, "picture");
        string outline = await session.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle");
        Assert.Equal("solid", outline);
        await keys.PressAsync("Delete");
        await session.RequireScoreAsync(model, new float[28 * 28]);
        double empty = await session.ScoreAsync();

        await keys.PressAsync("Shift+ArrowUp");
        await keys.DownAsync("Space");
        for (int i = 0; i < 6; i++)
            await keys.PressAsync("ArrowRight");
        await keys.UpAsync("Space");
        await keys.PressAsync("ArrowDown");
        Assert.True(Math.Abs(await session.ScoreAsync() - empty) > 0.01);
        int[] lights = [await LightAsync(session, 14, 9), await LightAsync(session, 20, 9), await LightAsync(session, 14, 14)];
        Assert.Equal(new[] { 255, 255, 0 }, lights);
        await Assertions.Expect(session.Page.Locator("#pixel")).ToContainTextAsync("Row 11, column 21: value ");
        await Assertions.Expect(session.Page.Locator("#spoken")).ToContainTextAsync("Outlierness ");

        await TabToAsync(session, "heat");
        await keys.PressAsync("ArrowLeft");
        await Assertions.Expect(session.Page.Locator("#pixel")).ToContainTextAsync("relevance");
        await TabToAsync(session, null, "Test digits: 0");
        await keys.PressAsync("Enter");
        await session.RequireScoreAsync(model, Pictures.Samples(0)[0]);
    }

    private static async Task DrawAsync(PageSession session, params (int X, int Y)[] points)
    {
        ILocator picture = session.Page.Locator("#picture");
        await picture.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await picture.BoundingBoxAsync())!;
        IMouse mouse = session.Page.Mouse;
        foreach (((int x, int y), int i) in points.Select((point, i) => (point, i)))
        {
            await mouse.MoveAsync(box.X + x * box.Width / 28, box.Y + (y + 0.5f) * box.Height / 28, new() { Steps = 4 });
            if (i == 0)
                await mouse.DownAsync();
        }

        await mouse.UpAsync();
    }

    /// <summary>How light a pixel of the picture is, 0 to 255.</summary>
    private static Task<int> LightAsync(PageSession session, int x, int y) => session.Page.EvaluateAsync<int>(
        "([x, y]) => document.getElementById('picture').getContext('2d').getImageData(x, y, 1, 1).data[0]", new[] { x, y });

    private static Task ChooseAsync(PageSession session, byte[] png) => session.Page.SetInputFilesAsync(
        "#image-file", new FilePayload { Name = "digit.png", MimeType = "image/png", Buffer = png });

    private static async Task DropAsync(PageSession session, string name, byte[] content) => await session.Page.EvaluateAsync(
        """
        ([name, bytes]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }
        """,
        new[] { name, Convert.ToBase64String(content) });

    private static async Task TabToAsync(PageSession session, string? id, string? label = null)
    {
        for (int presses = 0; presses < 100; presses++)
        {
            await session.Page.Keyboard.PressAsync("Tab");
            string[] found = await session.Page.EvaluateAsync<string[]>(
                "() => [document.activeElement.id, document.activeElement.ariaLabel ?? '']");
            if (id is null ? found[1] == label : found[0] == id)
                return;
        }

        Assert.Fail($"Tab does not lead to {id ?? label}.");
    }
}
