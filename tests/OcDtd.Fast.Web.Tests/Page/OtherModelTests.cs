using System.Globalization;
using Microsoft.Playwright;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Web.Tests.Support;

namespace OcDtd.Fast.Web.Tests.Page;

/// <summary>Models opened from a file: without a shape, in colour, of tables, old, damaged, foreign.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OtherModelTests(Browser browser) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_model_without_a_shape_asks_for_it()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        string path = ModelFiles.Colour(_folder, storesShape: false);
        await session.OpenModelAsync(path);
        await session.Page.FillAsync("[name=height]", "4");
        await session.Page.FillAsync("[name=width]", "5");
        await session.Page.FillAsync("[name=channels]", "1");
        await session.Page.ClickAsync("text=Show as a picture");
        await Assertions.Expect(session.Page.Locator("#shape-problem")).ToHaveTextAsync("4 × 5 × 1 is 20; the model expects 60.");
        await session.Page.FillAsync("[name=channels]", "3");
        await session.Page.Keyboard.PressAsync("Enter");

        OneClassModel model = OnnxModel.Load(path).Model;
        await session.PickAsync("From the model: 3");
        float[] row = model.Members[0].SupportVectors.GetRowSpan(2).ToArray();
        await session.RequireScoreAsync(model, row);
        int[] size = await session.Page.EvaluateAsync<int[]>("() => [document.getElementById('heat').width, document.getElementById('heat').height]");
        Assert.Equal([5, 4], size);
        Assert.Equal("", await session.Page.InnerTextAsync("#verdict"));
    }

    [SkippableFact]
    public async Task A_picture_in_colour_shows_its_channels_and_sums_their_relevance()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        string path = ModelFiles.Colour(_folder, storesShape: true);
        await session.OpenModelAsync(path);
        await session.PickAsync("From the model: 2");
        OneClassModel model = OnnxModel.Load(path).Model;
        float[] row = model.Members[0].SupportVectors.GetRowSpan(1).ToArray();
        float[] relevance = new float[60];
        model.Explain(row, relevance);
        float largest = relevance.Chunk(3).Max(pixel => pixel.Sum());
        Assert.Equal(largest, double.Parse(await session.Page.InnerTextAsync("#legend-end"), CultureInfo.InvariantCulture), 1e-3 * largest);
        int[] colour = await session.Page.EvaluateAsync<int[]>("() => [...document.getElementById('picture').getContext('2d').getImageData(1, 0, 1, 1).data]");
        for (int channel = 0; channel < 3; channel++)
            Assert.Equal(255 * row[3 + channel], colour[channel], 1f);
    }

    [SkippableFact]
    public async Task A_table_shows_names_takes_values_and_undoes_the_scaling()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        string path = ModelFiles.Table(_folder, out float[,] rows);
        await session.OpenModelAsync(path);
        OneClassModel model = OnnxModel.Load(path).Model;
        Assert.Equal(["length", "width", "weight", "<b>age</b>"], await session.Page.Locator("#features th").AllInnerTextsAsync());

        await session.PickAsync("From the model: 1");
        float[] row = await ValuesAsync(session);
        for (int j = 0; j < 4; j++)
            Assert.Equal(rows[0, j], row[j], 1e-5f * Math.Abs(rows[0, j]));
        await session.RequireScoreAsync(model, row);

        await session.Page.GetByLabel("weight").FillAsync("1999.5");
        row[2] = 1999.5f;
        await session.RequireScoreAsync(model, row);
        await session.Page.ClickAsync("#order");
        Assert.Equal("weight", await session.Page.Locator("#features th").First.InnerTextAsync());
        await session.Page.FillAsync("#find", "AGE");
        Assert.Equal(["<b>age</b>"], await session.Page.Locator("#features th").AllInnerTextsAsync());

        await session.Page.FillAsync("#paste", "1, 2; 3");
        await session.Page.ClickAsync("text=Take it");
        await Assertions.Expect(session.Page.Locator("#paste-problem")).ToHaveTextAsync("3 numbers; the model expects 4.");
        await session.Page.FillAsync("#paste", "0.5 0.25,1010\t-1e-3");
        await session.Page.ClickAsync("text=Take it");
        await session.RequireScoreAsync(model, [0.5f, 0.25f, 1010, -1e-3f]);
    }

    [SkippableFact]
    public async Task A_file_that_only_scores_says_that_it_cannot_explain()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        string path = ModelFiles.ScoreOnly(_folder);
        await session.OpenModelAsync(path);
        await session.PickAsync("From the model: 1");
        OneClassModel model = OnnxModel.Load(path).Model;
        await session.RequireScoreAsync(model, model.Members[0].SupportVectors.GetRowSpan(0).ToArray());
        await Assertions.Expect(session.Page.Locator("#no-relevance")).ToBeVisibleAsync();
        await Assertions.Expect(session.Page.Locator("#heat")).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task Damaged_and_foreign_files_are_refused_in_one_line_and_the_model_before_stays()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        byte[] whole = await File.ReadAllBytesAsync(browser.DigitsModel);
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 1;
        byte[] foreign = [0x08, 0x08, 0x12, 0x03, (byte)'a', (byte)'b', (byte)'c'];

        Assert.Equal(
            "flipped.onnx: is damaged; its content does not match its SHA-256.",
            await session.RefusalAsync(_folder.Write("flipped.onnx", flipped)));
        Assert.StartsWith("cut.onnx: is no whole ONNX file (it ends early: ", await session.RefusalAsync(_folder.Write("cut.onnx", whole.AsSpan(..^1000))));
        Assert.StartsWith("text.onnx: is no whole ONNX file (", await session.RefusalAsync(_folder.Write("text.onnx", "not a model at all")));
        Assert.Equal(
            "foreign.onnx: is no model of OcDtd.Fast (there is no metadata 'ocdtd.kind').",
            await session.RefusalAsync(_folder.Write("foreign.onnx", foreign)));
        Assert.Equal(
            "empty.onnx: is no model of OcDtd.Fast (there is no metadata 'ocdtd.kind').",
            await session.RefusalAsync(_folder.Write("empty.onnx", "")));

        await session.PickAsync("Test digits: 5");
        await session.RequireScoreAsync(OnnxModel.Load(browser.DigitsModel).Model, Pictures.Samples(5)[0]);
    }

    private static async Task<float[]> ValuesAsync(PageSession session)
    {
        string[] texts = await session.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#features input')].map(input => input.value)");
        return Array.ConvertAll(texts, text => float.Parse(text, CultureInfo.InvariantCulture));
    }
}
