using Microsoft.Playwright;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Web.Tests.Support;

namespace OcDtd.Fast.Web.Tests.Page;

/// <summary>What the page shows of a picture is what the engine says of it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ScoreTests(Browser browser)
{
    [SkippableTheory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task A_sample_gets_the_engines_score_and_decision(int digit)
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        SavedModel saved = OnnxModel.Load(browser.DigitsModel);
        DecisionRule decision = saved.Description.Decision!;
        foreach ((float[] row, int place) in Pictures.Samples(digit).Select((row, place) => (row, place)))
        {
            await session.PickAsync($"Test digits: {digit}", place);
            await session.RequireScoreAsync(saved.Model, row);
            float outlierness = saved.Model.Score(row);
            string verdict = decision.IsOutlier(outlierness) ? "outlier" : "not an outlier";
            Assert.Equal(verdict, await session.Page.InnerTextAsync("#verdict"));
            double p = double.Parse(await session.Page.InnerTextAsync("#p-value"), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(decision.Calibration!.PValue(outlierness), p, 1e-3 * p);
        }

        Assert.Empty(session.Errors);
    }

    [SkippableFact]
    public async Task The_heatmaps_pixels_are_the_engines_relevance()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        OneClassModel model = OnnxModel.Load(browser.DigitsModel).Model;
        float[] row = Pictures.Samples(4)[1];
        float[] relevance = new float[row.Length];
        float outlierness = model.Explain(row, relevance, out float residual);
        await session.PickAsync("Test digits: 4", 1);

        // The largest difference of a colour, in 255ths: a step of the scale, where a share lies between two steps.
        double worst = await session.Page.EvaluateAsync<double>(
            """
            async shares => {
                const { heatColour } = await import("./colours.js");
                const heat = document.getElementById("heat");
                const { data } = heat.getContext("2d").getImageData(0, 0, heat.width, heat.height);
                const differences = shares.map((share, at) => heatColour(share).map((value, i) => Math.abs(value - data[4 * at + i])));
                return Math.max(...differences.flat());
            }
            """,
            Array.ConvertAll(relevance, value => (double)value / relevance.Max()));
        Assert.InRange(worst, 0, 4);

        int most = Array.IndexOf(relevance, relevance.Max());
        string reading = await HoverAsync(session, "#heat", most % 28, most / 28);
        Assert.StartsWith($"Row {(most / 28) + 1}, column {(most % 28) + 1}: value ", reading);
        Assert.Contains($"; relevance {Short(relevance[most])}, ", reading);
        Assert.StartsWith($"{Short(residual)} (", await session.Page.InnerTextAsync("#residual"));
        Assert.StartsWith($"{Short(outlierness - residual)} (", await session.Page.InnerTextAsync("#explained"));
        Assert.Equal(Short(relevance[most]), await session.Page.InnerTextAsync("#legend-end"));
    }

    [SkippableFact]
    public async Task Relevance_lies_over_the_picture_where_asked()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        const string Colours = "() => { const c = document.getElementById('picture'); return [...c.getContext('2d').getImageData(0, 0, 28, 28).data]; }";
        int[] plain = await session.Page.EvaluateAsync<int[]>(Colours);
        Assert.All(plain.Chunk(4), pixel => Assert.Equal((pixel[0], pixel[1]), (pixel[1], pixel[2])));
        await session.Page.CheckAsync("#overlay");
        int[] overlaid = await session.Page.EvaluateAsync<int[]>(Colours);
        Assert.Contains(overlaid.Chunk(4), pixel => pixel[0] > pixel[2] + 50);
        await session.Page.UncheckAsync("#overlay");
        Assert.Equal(plain, await session.Page.EvaluateAsync<int[]>(Colours));
    }

    [SkippableFact]
    public async Task A_support_vector_comes_as_it_was_before_scaling()
    {
        await using PageSession session = await browser.OpenDigitsAsync();
        SavedModel saved = OnnxModel.Load(browser.DigitsModel);
        await session.PickAsync("From the model: 2.6");
        SupportVectorModel second = saved.Model.Members[1];
        await session.RequireScoreAsync(saved.Model, second.SupportVectors.GetRowSpan(5).ToArray());
    }

    internal static async Task<string> HoverAsync(PageSession session, string canvas, int x, int y)
    {
        ILocator locator = session.Page.Locator(canvas);
        await locator.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await locator.BoundingBoxAsync())!;
        await session.Page.Mouse.MoveAsync(box.X + (x + 0.5f) * box.Width / 28, box.Y + (y + 0.5f) * box.Height / 28);
        return await session.Page.InnerTextAsync("#pixel");
    }

    /// <summary>A number of ordinary size as the page writes it: four significant digits, no zeros at the end.</summary>
    private static string Short(float value) =>
        double.Parse(value.ToString("E3", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture)
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
}
