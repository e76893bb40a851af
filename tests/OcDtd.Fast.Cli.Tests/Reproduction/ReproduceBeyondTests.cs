using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

/// <summary>ocdtd reproduce --beyond on small made-up data: every question is asked, answered, and its numbers are numbers.</summary>
public sealed class ReproduceBeyondTests : IDisposable
{
    private const int TrainEach = 210, TestEach = 6, Pixels = 784;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mnist() => RequireAnswers(
        Run("mnist"), advice: 7,
        "ten-digits", "neighbors-accuracy", "neighbors-area", "neighbors-time", "kinds", "members-accuracy", "global-times-accuracy", "orders", "rules-agreement", "rules-area", "gamma-accuracy", "gamma-area");

    [Fact]
    public void MnistC()
    {
        foreach ((string name, byte level) in new[] { ("fog", (byte)60), ("stripe", (byte)255) })
        {
            byte[] pixels = Digits(TestEach);
            for (int i = 0; i < pixels.Length; i++)
                pixels[i] = i % Pixels < 280 ? Math.Max(level, pixels[i]) : pixels[i];
            _folder.Write($"mnist_c/{name}/test_images.npy", NpyBytes.Of<byte>("|u1", $"({10 * TestEach}, 28, 28, 1)", pixels));
            _folder.Write($"mnist_c/{name}/test_labels.npy", NpyBytes.Of<long>("<i8", $"({10 * TestEach},)", [.. Labels(TestEach).Select(label => (long)label)]));
        }

        RequireAnswers(Run("mnist-c"), advice: 6, "growth-accuracy", "neighbors-cosine", "kinds-cosine", "members-cosine", "global-times-cosine", "rules-mean", "gamma-cosine");
    }

    [Fact]
    public void Mvtec()
    {
        for (int image = 0; image < 12; image++)
            Image($"train/good/{image}.png", image, marked: false);
        for (int image = 0; image < 4; image++)
        {
            Image($"test/good/{image}.png", 100 + image, marked: false);
            Image($"test/hole/{image}.png", 200 + image, marked: true);
            _folder.Write($"cloth/ground_truth/hole/{image}_mask.png", ImageBytes.Grey(32, 32, (x, y) => (byte)(Inside(x, y) ? 255 : 0)));
        }

        JsonElement results = Run("mvtec");
        RequireAnswers(results, advice: 6, "gamma-cloth-times", "neighbors-cloth", "kinds-cloth-times", "members-cloth", "rules-cloth-thesis", "places-cloth-own", "places-cloth-good");

        // Holes are black in noise: an image's own heatmap finds them, the mean one of good images cannot.
        Assert.All(Means(results, "places-cloth-own"), area => Assert.True(area > 0.9, $"{area}"));
        Assert.All(Means(results, "places-cloth-good"), area => Assert.InRange(area, 0.2, 0.8));
        double uniform = results.GetProperty("table-3.5-cloth uniform heatmap").GetProperty("hole").GetDouble();
        Assert.Equal(Math.Sqrt(64 / 1024.0), uniform, 3);
    }

    private JsonElement Run(string experiment)
    {
        foreach ((string part, int each) in new[] { ("train", TrainEach), ("t10k", TestEach) })
        {
            _folder.Write($"mnist/{part}-images-idx3-ubyte", IdxBytes.Of([(uint)(10 * each), 28, 28], Digits(each)));
            _folder.Write($"mnist/{part}-labels-idx1-ubyte", IdxBytes.Of([(uint)(10 * each)], Labels(each)));
        }

        ProcessOutcome outcome = Ocdtd.Run("reproduce", experiment, "--data", _folder.Path, "--out", _folder["out"], "--quick", "--beyond");
        Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Output);
        ReportFile.Require(_folder["out/report.html"]);
        return Json.Parse(File.ReadAllText(_folder["out/results.json"]));
    }

    private static void RequireAnswers(JsonElement results, int advice, params string[] tables)
    {
        Assert.Equal(advice, results.GetProperty("advice").GetArrayLength());
        Assert.All(tables, table => Assert.All(Means(results, table), mean => Assert.True(double.IsFinite(mean), table)));
    }

    private static double[] Means(JsonElement results, string table) =>
        [.. results.GetProperty("tables").GetProperty(table).EnumerateArray().Select(cell => cell.GetProperty("mean").GetDouble())];

    /// <summary>Ten digits in turn: a bright row of pixels whose place is the digit's, in noise.</summary>
    private static byte[] Digits(int each)
    {
        var random = new Random(each);
        byte[] pixels = new byte[10 * each * Pixels];
        for (int i = 0; i < pixels.Length; i++)
        {
            int digit = i / Pixels % 10, line = i % Pixels / 28;
            pixels[i] = (byte)(random.Next(100) + (line / 2 - 2 == digit ? 150 : 0));
        }

        return pixels;
    }

    private static byte[] Labels(int each) => [.. Enumerable.Range(0, 10 * each).Select(row => (byte)(row % 10))];

    private void Image(string file, int seed, bool marked)
    {
        var random = new Random(seed);
        _folder.Write("cloth/" + file, ImageBytes.Grey(32, 32, (x, y) => marked && Inside(x, y) ? (byte)0 : (byte)random.Next(160, 255)));
    }

    private static bool Inside(int x, int y) => x is >= 8 and < 16 && y is >= 12 and < 20;
}
