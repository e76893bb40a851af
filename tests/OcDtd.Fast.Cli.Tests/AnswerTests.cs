using System.Text.Json;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>What the commands print and write besides numbers that the oracle checks.</summary>
public sealed class AnswerTests : IDisposable
{
    private const int RowCount = 12;
    private const int Features = 6;

    private readonly TempFolder _folder = new();
    private readonly float[,] _rows = Samples.Rows(9, RowCount, Features);

    public AnswerTests() => _folder.Write("x.npy", _rows);

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Commands =>
    [
        "fit @x.npy -o @f.onnx",
        "fit @x.npy -o @f.onnx --ensemble local-times",
        "import --support-vectors @u0.npy --dual-coef @a0.npy --gamma 1 -o @i.onnx",
        "score @local-times.onnx @x.npy -o @o.npy",
        "explain @local-times.onnx @x.npy -o @r.npy --residual @e.npy --prototypes @p.csv --top 3 --heatmaps @h --shape 2,3",
        "explain @local-times.onnx @x.npy -o @r.npy --top-features @f.json",
        "flip @local-times.onnx @x.npy -o @c.npy",
        "evaluate @local-times.onnx @x.npy --labels @y.npy",
        "inspect @local-times.onnx",
        "info",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Json_is_one_object_and_quiet_is_silent(string command)
    {
        Samples.Import(_folder, "local-times", Features, 0.2, 9, 7);
        _folder.Write("y.npy", NpyBytes.Of<byte>("|u1", $"({RowCount},)", [.. Enumerable.Range(0, RowCount).Select(i => (byte)(i % 2))]));
        string[] arguments = [.. command.Split(' ').Select(argument => argument.StartsWith('@') ? _folder[argument[1..]] : argument)];
        JsonElement facts = Json.Of(arguments);
        Assert.NotEmpty(facts.EnumerateObject());
        int output = Array.IndexOf(arguments, "-o");
        if (output >= 0)
            Assert.Equal(arguments[output + 1], facts.GetProperty("output").GetString());
        Assert.NotEqual("", Ocdtd.Succeed(arguments));
        Assert.Equal("", Ocdtd.Succeed([.. arguments, "--quiet"]));
        Assert.DoesNotContain(_folder.Names(), name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_files_scaling_is_inspected_and_applied()
    {
        float[,] rows = Samples.Rows(3, 30, Features, mean: 50);
        FeatureScaling scaling = FeatureScaling.Fit(ScalingKind.MinMax, rows);
        SupportVectorModel model = KernelDensity.Fit(scaling.Apply(rows), 3).WithScaling(scaling);
        OnnxModel.Save(model, _folder["scaled.onnx"]);
        JsonElement facts = Json.Of("inspect", _folder["scaled.onnx"]);
        Assert.Equal(("minmax", 2), (facts.GetProperty("scaling").GetString(), facts.GetProperty("format_version").GetInt32()));
        facts = Json.Of("inspect", Samples.Import(_folder, "none", Features, 1, 3));
        Assert.Equal(JsonValueKind.Null, facts.GetProperty("scaling").ValueKind);

        Ocdtd.Succeed("score", _folder["scaled.onnx"], _folder.Write("users.npy", rows), "-o", _folder["o.npy"]);
        Assert.Equal(model.Score(rows).Select(o => (double)o), Samples.Vector(_folder["o.npy"]));
    }

    [Fact]
    public void Inspect_says_what_import_made()
    {
        JsonElement facts = Json.Of("inspect", Samples.Import(_folder, "local-times", Features, 0.5, 9, 7));
        Assert.Equal("local-times", facts.GetProperty("kind").GetString());
        Assert.Equal(Features, facts.GetProperty("features").GetInt32());
        Assert.Equal([9, 7], facts.GetProperty("support_vectors").EnumerateArray().Select(e => e.GetInt32()));
        Assert.Equal([0.5, 1.0], facts.GetProperty("gamma").EnumerateArray().Select(e => e.GetDouble()));
        Assert.Equal(64, facts.GetProperty("sha256").GetString()!.Length);
        Assert.Equal(new FileInfo(_folder["local-times.onnx"]).Length, facts.GetProperty("bytes").GetInt64());
        Assert.Equal("imported", facts.GetProperty("trained.estimator").GetString());
    }

    [Fact]
    public void Csv_holds_the_same_floats_as_npy()
    {
        string model = Samples.Import(_folder, "bagging", Features, 0.3, 8, 5);
        foreach (string command in new[] { "score", "explain", "flip" })
        {
            Ocdtd.Succeed(command, model, _folder["x.npy"], "-o", _folder["r.npy"]);
            Ocdtd.Succeed(command, model, _folder["x.npy"], "-o", _folder["r.csv"]);
            using DataTable text = DataReader.Read(_folder["r.csv"]);
            float[] expected = command == "score"
                ? [.. Samples.Vector(_folder["r.npy"]).Select(o => (float)o)]
                : [.. Samples.Table(_folder["r.npy"]).Cast<float>()];
            Assert.Equal(expected, text.Rows.ToArray().Cast<float>());
            Assert.Equal(
                command switch
                {
                    "score" => "outlierness",
                    "explain" => "feature_0,feature_1,feature_2,feature_3,feature_4,feature_5",
                    _ => "o_0,o_1,o_2,o_3,o_4,o_5,o_6",
                },
                File.ReadLines(_folder["r.csv"]).First());
        }
    }

    [Fact]
    public void Relevance_as_csv_is_read_back_as_it_was()
    {
        string model = Samples.Import(_folder, "bagging", Features, 0.3, 8, 5);
        foreach (string relevance in new[] { "r.npy", "r.csv" })
        {
            Ocdtd.Succeed("explain", model, _folder["x.npy"], "-o", _folder[relevance]);
            Ocdtd.Succeed("flip", model, _folder["x.npy"], "-o", _folder["c-" + relevance + ".npy"], "--relevance", _folder[relevance]);
        }

        Assert.Equal(File.ReadAllBytes(_folder["c-r.npy.npy"]), File.ReadAllBytes(_folder["c-r.csv.npy"]));
    }

    [Fact]
    public void Csv_of_relevance_is_headed_by_the_datas_own_names()
    {
        string csv = _folder.Write("x.csv", "a,b,c,d,e,f\n1,2,3,4,5,6\n0,0,0,0,0,0\n");
        Ocdtd.Succeed("explain", Samples.Import(_folder, "none", Features, 0.3, 8), csv, "-o", _folder["r.csv"]);
        string[] lines = File.ReadAllLines(_folder["r.csv"]);
        Assert.Equal(("a,b,c,d,e,f", 3), (lines[0], lines.Length));
    }

    [Fact]
    public void Relevance_and_residual_add_up_to_the_score()
    {
        string model = Samples.Import(_folder, "global-times", Features, 0.1, 8, 5);
        Ocdtd.Succeed("score", model, _folder["x.npy"], "-o", _folder["o.npy"]);
        Ocdtd.Succeed("explain", model, _folder["x.npy"], "-o", _folder["r.npy"], "--residual", _folder["e.npy"]);
        float[,] relevance = Samples.Table(_folder["r.npy"]);
        double[] scores = Samples.Vector(_folder["o.npy"]), residual = Samples.Vector(_folder["e.npy"]);
        for (int row = 0; row < RowCount; row++)
        {
            double sum = residual[row] + Enumerable.Range(0, Features).Sum(j => (double)relevance[row, j]);
            Assert.Equal(scores[row], sum, 1e-5 * Math.Max(1, scores[row]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(2_000_000_000)]
    public void Prototypes_are_the_most_responsible_support_vectors(int top)
    {
        const int Count = 7;
        string model = Samples.Import(_folder, "none", Features, 0.3, Count);
        string[] lines = Prototypes(model, top);
        Assert.Equal("row,member,support_vector,responsibility", lines[0]);
        int each = Math.Min(top, Count);
        Assert.Equal(1 + RowCount * each, lines.Length);

        float[,] vectors = Samples.Table(_folder["u0.npy"]);
        double[] coefficients = Samples.Vector(_folder["a0.npy"]);
        for (int row = 0; row < RowCount; row++)
        {
            double[] kernels = [.. Enumerable.Range(0, Count).Select(i => coefficients[i] * Math.Exp(-0.3 * SquaredDistance(vectors, i, row)))];
            int[] order = [.. Enumerable.Range(0, Count).OrderByDescending(i => kernels[i])];
            for (int place = 0; place < each; place++)
            {
                string[] fields = lines[1 + row * each + place].Split(',');
                Assert.Equal([$"{row}", "0", $"{order[place]}"], fields[..3]);
                Assert.Equal(kernels[order[place]] / kernels.Sum(), double.Parse(fields[3]), 1e-5);
            }
        }
    }

    [Theory]
    [InlineData("global-times")]
    [InlineData("local-times")]
    public void Prototypes_of_Times_are_marginals_that_sum_to_one_for_each_member(string ensemble)
    {
        string[] lines = Prototypes(Samples.Import(_folder, ensemble, Features, 0.3, 5, 4), 9);
        var sums = lines.Skip(1).Select(line => line.Split(',')).GroupBy(f => (f[0], f[1]), f => double.Parse(f[3])).ToDictionary(g => g.Key, g => g.Sum());
        Assert.Equal(2 * RowCount, sums.Count);
        Assert.All(sums.Values, sum => Assert.Equal(1, sum, 1e-4));
    }

    [Fact]
    public void There_is_one_heatmap_a_row()
    {
        string model = Samples.Import(_folder, "none", Features, 0.3, 7);
        Ocdtd.Succeed("explain", model, _folder["x.npy"], "-o", _folder["r.npy"], "--heatmaps", _folder["h"], "--shape", "2,3");
        Assert.Equal(Enumerable.Range(0, RowCount).Select(row => $"{row:d6}.png"), Names("h"));
        foreach (string path in Directory.GetFiles(_folder["h"]))
        {
            using SKBitmap picture = SKBitmap.Decode(path);
            Assert.Equal(3 * picture.Height, 2 * picture.Width);
        }

        // One scale for all: the brightest feature of all rows is the brightest colour, and the least the darkest.
        float[,] relevance = Samples.Table(_folder["r.npy"]);
        Assert.Equal(HeatColours.Of(1), ColourOf(relevance.Cast<float>().Max()));
        Assert.Equal(HeatColours.Of(0), ColourOf(relevance.Cast<float>().Min()));

        SKColor ColourOf(float value)
        {
            int at = Array.IndexOf([.. relevance.Cast<float>()], value), feature = at % Features;
            using SKBitmap picture = SKBitmap.Decode(Path.Combine(_folder["h"], $"{at / Features:d6}.png"));
            int side = picture.Width / 3;
            return picture.GetPixel(feature % 3 * side + side / 2, feature / 3 * side + side / 2);
        }
    }

    [Fact]
    public void Heatmaps_of_images_have_their_names_and_none_replaces_another()
    {
        Directory.CreateDirectory(_folder["images"]);
        foreach (string name in new[] { "b.png", "a.png" })
            _folder.Write($"images/{name}", Heatmaps.Png([0, 0.5f, 1, 0.25f], 2, 2, 1));
        Ocdtd.Succeed("fit", _folder["images"], "-o", _folder["m.onnx"], "--gamma", "1");
        Ocdtd.Succeed("explain", _folder["m.onnx"], _folder["images"], "-o", _folder["r.npy"], "--heatmaps", _folder["h"]);
        Assert.Equal(["a.png", "b.png"], Names("h"));

        File.Copy(_folder["images/a.png"], _folder["images/a.jpg"]); // told by its first bytes, not by its name
        Ocdtd.Succeed("explain", _folder["m.onnx"], _folder["images"], "-o", _folder["r.npy"], "--heatmaps", _folder["three"]);
        Assert.Equal(["a.jpg.png", "a.png.png", "b.png.png"], Names("three"));
    }

    [Fact]
    public void Evaluate_gives_the_numbers_computed_by_hand()
    {
        // One support vector at 0 with gamma 1: outlierness is x². Scores 0 1 4 4 9 16, outliers are the 1, one of the 4s and the 16.
        _folder.Write("u.npy", new float[,] { { 0 } });
        _folder.Write("a.npy", (double[])[1]);
        _folder.Write("one.npy", new float[,] { { 0 }, { 1 }, { 2 }, { -2 }, { 3 }, { -4 } });
        _folder.Write("y.npy", NpyBytes.Of<byte>("|u1", "(6,)", [0, 1, 1, 0, 0, 1]));
        Ocdtd.Succeed("import", "--support-vectors", _folder["u.npy"], "--dual-coef", _folder["a.npy"], "--gamma", "1", "-o", _folder["m.onnx"]);
        JsonElement facts = Json.Of("evaluate", _folder["m.onnx"], _folder["one.npy"], "--labels", _folder["y.npy"]);
        Assert.Equal((6, 3, 3), (facts.GetProperty("rows").GetInt32(), facts.GetProperty("inliers").GetInt32(), facts.GetProperty("outliers").GetInt32()));

        // Pairs won: the 1 beats one inlier, the 4 beats one and ties with one, the 16 beats three: 5.5 of 9.
        Assert.Equal(5.5 / 9, facts.GetProperty("roc_auc").GetDouble(), 1e-12);

        // Down the scores: 16 finds 1 of 1; 9 nothing; the 4s together 2 of 4; 1 finds 3 of 5.
        Assert.Equal((1 + 2.0 / 4 + 3.0 / 5) / 3, facts.GetProperty("average_precision").GetDouble(), 1e-12);
    }

    [Fact]
    public void Flip_follows_the_relevance_that_it_is_given()
    {
        _folder.Write("u.npy", new float[,] { { 0, 0, 0 } });
        _folder.Write("a.npy", (double[])[1]);
        _folder.Write("one.npy", new float[,] { { 1, 2, 3 } });
        _folder.Write("given.npy", new float[,] { { 5, 1, 5 } });
        Ocdtd.Succeed("import", "--support-vectors", _folder["u.npy"], "--dual-coef", _folder["a.npy"], "--gamma", "1", "-o", _folder["m.onnx"]);
        Ocdtd.Succeed("flip", _folder["m.onnx"], _folder["one.npy"], "-o", _folder["own.npy"]);
        Ocdtd.Succeed("flip", _folder["m.onnx"], _folder["one.npy"], "-o", _folder["other.npy"], "--relevance", _folder["given.npy"]);
        Assert.Equal(new float[,] { { 14, 5, 1, 0 } }, Samples.Table(_folder["own.npy"]));
        Assert.Equal(new float[,] { { 14, 13, 4, 0 } }, Samples.Table(_folder["other.npy"])); // ties: the smaller index first
    }

    private string[] Prototypes(string model, int top)
    {
        Ocdtd.Succeed("explain", model, _folder["x.npy"], "-o", _folder["r.npy"], "--prototypes", _folder["p.csv"], "--top", $"{top}");
        return File.ReadAllLines(_folder["p.csv"]);
    }

    private double SquaredDistance(float[,] vectors, int vector, int row) =>
        Enumerable.Range(0, Features).Sum(j => Math.Pow((double)vectors[vector, j] - _rows[row, j], 2));

    private IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(_folder[folder]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
