using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Tests.Shared;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>ocdtd fit: what ends up in the model file.</summary>
public sealed class FitTests : IDisposable
{
    private const int RowCount = 61;
    private const int Features = 4;

    private readonly TempFolder _folder = new();

    public FitTests() => _folder.Write("x.npy", Samples.Rows(1, RowCount, Features));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_default_is_one_member_of_all_rows_with_gamma_by_neighbor_mass()
    {
        SavedModel saved = Fit("m.onnx");
        var model = Assert.IsType<SupportVectorModel>(saved.Model);
        Assert.Equal(Samples.Rows(1, RowCount, Features), model.SupportVectors.ToArray());
        Assert.All(model.DualCoefficients.ToArray(), a => Assert.Equal(1.0 / RowCount, a, 1e-15));
        Assert.Equal(0.9, NeighborMass(model.SupportVectors.ToArray(), model.Gamma), 1e-8);

        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal("single", facts.GetProperty("kind").GetString());
        Assert.Equal("thesis", facts.GetProperty("rule").GetString());
        Assert.Equal(model.Gamma, facts.GetProperty("gamma")[0].GetDouble());
        Assert.Equal("kde", Trained(facts, "estimator"));
        Assert.Equal("x.npy", Trained(facts, "source"));
        Assert.Equal($"{RowCount}", Trained(facts, "rows"));
        Assert.Equal("0", Trained(facts, "seed"));
        Assert.Equal("neighbor-mass", Trained(facts, "gamma.rule"));
        Assert.Equal($"{RowCount}", Trained(facts, "gamma.rows"));
        Assert.Equal(0.9, double.Parse(Trained(facts, "gamma.mass")), 1e-8);
    }

    [Fact]
    public void A_given_gamma_rule_and_shape_are_kept()
    {
        SavedModel saved = Fit("m.onnx", "--gamma", "0.25", "--rule", "conservative", "--shape", "2,2", "--seed", "9");
        Assert.Equal(0.25, saved.Model.Members[0].Gamma);
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal("conservative", facts.GetProperty("rule").GetString());
        Assert.Contains("2", facts.GetProperty("shape").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, 2, 1), (saved.Description.Shape!.Value.Height, saved.Description.Shape.Value.Width, saved.Description.Shape.Value.Channels));
        Assert.Equal(("given", "9"), (Trained(facts, "gamma.rule"), Trained(facts, "seed")));

        // explain follows the file's rule unless told otherwise.
        byte[] Explain(params string[] options)
        {
            Ocdtd.Succeed(["explain", _folder["m.onnx"], _folder["x.npy"], "-o", _folder["r.npy"], .. options]);
            return File.ReadAllBytes(_folder["r.npy"]);
        }

        Assert.Equal(Explain("--rule", "conservative"), Explain());
        Assert.NotEqual(Explain("--rule", "thesis"), Explain());
    }

    [Theory]
    [InlineData("bagging", 2)]
    [InlineData("bagging", 3)]
    [InlineData("bagging", 1)]
    [InlineData("global-times", 2)]
    [InlineData("local-times", 2)]
    public void Halves_are_disjoint_and_nearly_equal(string ensemble, int members)
    {
        SavedModel saved = Fit("m.onnx", "--ensemble", ensemble, "--members", $"{members}");
        int[] sizes = [.. saved.Model.Members.Select(member => member.SupportVectorCount)];
        Assert.Equal((members, RowCount), (sizes.Length, sizes.Sum()));
        Assert.True(sizes.Max() - sizes.Min() <= 1);
        Assert.Equal(RowCount, saved.Model.Members.SelectMany(RowsOf).Distinct().Count());
        Assert.Equal("halves", Trained(Json.Of("inspect", _folder["m.onnx"]), "split"));
    }

    [Fact]
    public void Score_only_files_leave_the_explanation_to_the_engine()
    {
        SavedModel saved = Fit("m.onnx", "--gamma", "0.25", "--score-only");
        Assert.Equal(["outlierness"], saved.Outputs);
        Assert.True(saved.Description.ScoreOnly);
        Ocdtd.Succeed("explain", _folder["m.onnx"], _folder["x.npy"], "-o", _folder["r.npy"]);
    }

    [Fact]
    public void Bootstrap_members_have_as_many_rows_some_of_them_twice()
    {
        SavedModel saved = Fit("m.onnx", "--ensemble", "bagging", "--split", "bootstrap");
        string[][] members = [.. saved.Model.Members.Select(RowsOf)];
        Assert.All(members, rows => Assert.Equal(RowCount, rows.Length));
        Assert.All(members, rows => Assert.InRange(rows.Distinct().Count(), RowCount / 3, RowCount - 1));
        Assert.NotEqual(members[0], members[1]);
        Assert.Equal("bootstrap", Trained(Json.Of("inspect", _folder["m.onnx"]), "split"));
        Assert.Equal(RowCount, Assert.Single(Fit("one.onnx", "--ensemble", "bagging", "--members", "1", "--split", "bootstrap").Model.Members).SupportVectorCount);
        Assert.True(RowsOf(OnnxModel.Load(_folder["one.onnx"]).Model.Members[0]).Distinct().Count() < RowCount);
    }

    [Fact]
    public void All_gives_every_member_every_row()
    {
        SavedModel saved = Fit("m.onnx", "--ensemble", "local-times", "--split", "all", "--neighbors", "3");
        Assert.Equal([RowCount, RowCount], saved.Model.Members.Select(member => member.SupportVectorCount));
        var local = Assert.IsType<LocalTimesEnsemble>(saved.Model);
        Assert.Equal((3, 3), (local.NeighborsOfFirst, local.NeighborsOfSecond));
        Assert.Same(local.Members[0], local.Members[1]);
    }

    [Theory]
    [InlineData("--neighbors 5,2", 5, 2, false)]
    [InlineData("--neighbors 4 --renormalize", 4, 4, true)]
    [InlineData("--neighbor-fraction 0.5", 15, 15, false)]
    [InlineData("--neighbor-fraction 1", 30, 31, false)]
    [InlineData("--neighbor-fraction 0.0001", 1, 1, false)]
    [InlineData("--seed 0", 3, 3, false)] // a tenth of 31 and of 30
    public void Neighbors_are_as_asked(string options, int k, int l, bool renormalized)
    {
        var model = Assert.IsType<LocalTimesEnsemble>(Fit("m.onnx", ["--ensemble", "local-times", .. options.Split(' ')]).Model);
        Assert.Equal((k, l, renormalized), (model.NeighborsOfFirst, model.NeighborsOfSecond, model.IsRenormalized));
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal((k, l), (facts.GetProperty("neighbors")[0].GetInt32(), facts.GetProperty("neighbors")[1].GetInt32()));
    }

    [Theory]
    [InlineData("halves")]
    [InlineData("bootstrap")]
    public void A_seed_gives_the_same_file_and_another_another(string split)
    {
        byte[] Bytes(string seed)
        {
            Fit("m.onnx", "--ensemble", "local-times", "--split", split, "--seed", seed);
            return File.ReadAllBytes(_folder["m.onnx"]);
        }

        byte[] first = Bytes("4");
        Assert.Equal(first, Bytes("4"));
        string[] rows = RowsOf(OnnxModel.Load(_folder["m.onnx"]).Model.Members[0]);
        Assert.NotEqual(first, Bytes("5"));
        Assert.NotEqual(rows, RowsOf(OnnxModel.Load(_folder["m.onnx"]).Model.Members[0]));
    }

    [Theory]
    [InlineData("--ensemble local-times")]
    [InlineData("--estimator ocsvm --nu 0.3 --gamma median --scale standard")]
    [InlineData("--ensemble bagging --members 3 --estimator ocsvm,kde,ocsvm --gamma loo,perplexity,scale --nu 0.1,0.2,0.3 --scale robust")]
    [InlineData("--ensemble global-times --estimator ocsvm --split bootstrap --top-support-vectors 5 --calibration @x.npy")]
    public void Threads_do_not_change_the_file(string options)
    {
        string[] more = [.. options.Split(' ').Select(option => option.StartsWith('@') ? _folder[option[1..]] : option)];
        Fit("one.onnx", [.. more, "--threads", "1"]);
        Fit("many.onnx", [.. more, "--threads", "7"]);
        Assert.Equal(File.ReadAllBytes(_folder["one.onnx"]), File.ReadAllBytes(_folder["many.onnx"]));
    }

    [Fact]
    public void A_header_names_the_features()
    {
        string csv = _folder.Write("named.csv", "length,\"width, cm\",\"quote\"\"d\"\n1,2,3\n4,5.5,6\n7,8,9.25\n2,2,2\n");
        Ocdtd.Succeed("fit", csv, "-o", _folder["m.onnx"], "--gamma", "1");
        string[] names = ["length", "width, cm", "quote\"d"];
        Assert.Equal(names, OnnxModel.Load(_folder["m.onnx"]).Description.FeatureNames);
        Assert.Equal(names, Json.Of("inspect", _folder["m.onnx"]).GetProperty("feature_names").EnumerateArray().Select(name => name.GetString()));

        // They head the relevance of rows that have no names of their own.
        Ocdtd.Succeed("explain", _folder["m.onnx"], _folder.Write("x3.npy", Samples.Rows(2, 5, 3)), "-o", _folder["r.csv"]);
        Assert.Equal("length,\"width, cm\",\"quote\"\"d\"", File.ReadAllLines(_folder["r.csv"])[0]);
    }

    [Fact]
    public void Named_features_in_another_order_are_refused()
    {
        string csv = _folder.Write("named.csv", "length,width\n1,2\n4,5.5\n7,8\n2,2\n");
        string swapped = _folder.Write("swapped.csv", "width,length\n2,1\n");
        Ocdtd.Succeed("fit", csv, "-o", _folder["m.onnx"], "--gamma", "1");
        Ocdtd.Succeed("score", _folder["m.onnx"], csv, "-o", _folder["o.npy"]);
        ProcessOutcome refused = Ocdtd.Run("score", _folder["m.onnx"], swapped, "-o", _folder["p.npy"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("swapped.csv: column 1 is named 'width'; the model expects 'length' there.", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["p.npy"]));
    }

    [Fact]
    public void Images_and_IDX_files_give_the_shape_and_are_scaled()
    {
        Directory.CreateDirectory(_folder["images"]);
        for (int i = 0; i < 6; i++)
            _folder.Write($"images/{i}.png", Grey(5, 4, i * 40));
        byte[] pixels = [.. Enumerable.Range(0, 6).SelectMany(i => Enumerable.Range(0, 20).Select(p => (byte)(i * 40 + p)))];
        _folder.Write("train-images-idx3-ubyte", IdxBytes.Of([6, 4, 5], pixels));
        _folder.Write("train-images-idx3-ubyte.gz", IdxBytes.GZip(IdxBytes.Of([6, 4, 5], pixels)));
        var models = new List<float[,]>();
        foreach (string source in new[] { "images", "train-images-idx3-ubyte", "train-images-idx3-ubyte.gz" })
        {
            Ocdtd.Succeed("fit", _folder[source], "-o", _folder["m.onnx"], "--gamma", "1");
            SavedModel saved = OnnxModel.Load(_folder["m.onnx"]);
            Assert.Equal(new SampleShape(4, 5, 1), saved.Description.Shape);
            models.Add(saved.Model.Members[0].SupportVectors.ToArray());
        }

        Assert.All(models, rows => Assert.Equal(models[0], rows));
        Assert.Equal(pixels.Select(p => p / 255f), models[0].Cast<float>());
    }

    [Fact]
    public void Imported_coefficients_may_have_any_sum()
    {
        byte[] Import(double scale)
        {
            _folder.Write("a.npy", [.. Enumerable.Range(1, RowCount).Select(i => i * scale)]);
            Ocdtd.Succeed("import", "--support-vectors", _folder["x.npy"], "--dual-coef", _folder["a.npy"], "--gamma", "0.5", "-o", _folder["m.onnx"]);
            return File.ReadAllBytes(_folder["m.onnx"]);
        }

        Assert.Equal(Import(1), Import(1 << 20)); // a power of two, which rounds nothing
    }

    private SavedModel Fit(string output, params string[] options) => _folder.Fit("x.npy", output, options);

    private static string Trained(JsonElement facts, string name) => Fitted.Fact(facts, name);

    /// <summary>Rows as text, to be compared and counted.</summary>
    private static string[] RowsOf(SupportVectorModel member) =>
        [.. member.SupportVectors.ToArray().Cast<float>().Chunk(member.FeatureCount).Select(row => string.Join(' ', row))];

    /// <summary>The left side of eq 3.1, plainly: the share of the kernel mass that the nearest tenth of the other rows holds.</summary>
    private static double NeighborMass(float[,] rows, double gamma)
    {
        int n = rows.GetLength(0), nearest = Math.Max(1, n / 10);
        double near = 0, all = 0;
        for (int i = 0; i < n; i++)
        {
            double[] kernels = [.. Enumerable.Range(0, n).Where(j => j != i).Select(j => Kernel(i, j)).OrderDescending()];
            near += kernels.Take(nearest).Sum();
            all += kernels.Sum();
        }

        return near / all;

        double Kernel(int i, int j) =>
            Math.Exp(-gamma * Enumerable.Range(0, rows.GetLength(1)).Sum(f => Math.Pow((double)rows[i, f] - rows[j, f], 2)));
    }

    private static byte[] Grey(int width, int height, int start)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int p = 0; p < width * height; p++)
            bitmap.SetPixel(p % width, p / width, new SKColor((byte)(start + p), (byte)(start + p), (byte)(start + p)));
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
