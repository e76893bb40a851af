using System.Text.Json;
using OcDtd.Fast.Cli.Demo;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>ocdtd fit --scale: rows in their own units get what rows scaled by hand get from a model without scaling.</summary>
public sealed class FitScalingTests : IDisposable
{
    private const string Several = "--ensemble local-times --estimator kde,ocsvm --gamma median,loo";

    private readonly TempFolder _folder = new();
    private readonly float[,] _rows = Uneven(1, 61), _others = Uneven(2, 20);

    public FitScalingTests()
    {
        _folder.Write("x.npy", _rows);
        _folder.Write("z.npy", _others);
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string kind in new[] { "standard", "minmax", "robust" })
            {
                foreach (string options in new[] { "", "--estimator ocsvm --gamma median", Several })
                    cases.Add(kind, options);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_and_relevance_are_those_of_rows_scaled_by_hand(string kind, string options)
    {
        Assert.True(ScalingNames.TryParse(kind, out ScalingKind scaling));
        FeatureScaling byHand = FeatureScaling.Fit(scaling, _rows);
        _folder.Write("scaled-x.npy", byHand.Apply(_rows));
        _folder.Write("scaled-z.npy", byHand.Apply(_others));
        SavedModel plain = _folder.Fit("scaled-x.npy", "plain.onnx", _folder.Split(options));
        SavedModel saved = _folder.Fit("x.npy", "m.onnx", _folder.Split($"{options} --scale {kind}"));
        Assert.Equal(plain.Description.Decision, saved.Description.Decision);
        Assert.Equal(byHand.Shifts.ToArray(), saved.Model.Scaling!.Shifts.ToArray());
        Assert.Equal(byHand.Factors.ToArray(), saved.Model.Scaling.Factors.ToArray());
        Assert.Equal(kind, Json.Of("inspect", _folder["m.onnx"]).GetProperty("scaling").GetString());

        foreach (string command in new[] { "score", "explain", "flip" })
        {
            byte[] Answer(string model, string rows)
            {
                Ocdtd.Succeed([.. _folder.Split($"{command} @{model} @{rows} -o @answer.npy")]);
                return File.ReadAllBytes(_folder["answer.npy"]);
            }

            Assert.Equal(Answer("plain.onnx", "scaled-z.npy"), Answer("m.onnx", "z.npy"));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Onnx_runtime_takes_rows_in_their_own_units_too(string kind, string options)
    {
        _folder.Fit($"{options} --scale {kind}");
        Ocdtd.Succeed([.. _folder.Split("score @m.onnx @z.npy -o @o.npy")]);
        Ocdtd.Succeed([.. _folder.Split("explain @m.onnx @z.npy -o @r.npy")]);
        using DataTable rows = DataReader.Read(_folder["z.npy"]);
        using var runtime = new OnnxRuntimeAnswers(_folder["m.onnx"]);
        (float[] found, _) = runtime.Score(rows);
        (float[] relevance, _) = runtime.Explain(rows, rows.RowCount);
        double[] expected = Samples.Vector(_folder["o.npy"]);
        float[,] explained = Samples.Table(_folder["r.npy"]);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(OracleBounds.ScoreError(found[i], expected[i]), 0, 1);
            double[] row = [.. Enumerable.Range(0, rows.FeatureCount).Select(j => (double)explained[i, j])];
            Assert.InRange(
                OracleBounds.RelevanceError(relevance.AsSpan(i * row.Length, row.Length), row, expected[i]), 0, 1);
        }
    }

    [Fact]
    public void None_is_the_default()
    {
        SavedModel saved = _folder.Fit("--gamma 0.1 --scale none");
        Assert.Null(saved.Model.Scaling);
        byte[] said = File.ReadAllBytes(_folder["m.onnx"]);
        _folder.Fit("--gamma 0.1");
        Assert.Equal(File.ReadAllBytes(_folder["m.onnx"]), said);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("minmax")]
    [InlineData("robust")]
    public void A_constant_feature_is_shifted_and_not_stretched(string kind)
    {
        for (int i = 0; i < _rows.GetLength(0); i++)
            _rows[i, 2] = 3.1f;
        _folder.Write("x.npy", _rows);
        SavedModel saved = _folder.Fit($"--estimator ocsvm --scale {kind}");
        Assert.Equal((3.1f, 1.0), (saved.Model.Scaling!.Shifts[2], saved.Model.Scaling.Factors[2]));

        // A row that leaves it by 1 is further out by γ·1², and the feature is to blame for that.
        float[,] left = MemberRows.Take(_rows, [0]);
        left[0, 2] = 4.1f;
        float stays = saved.Model.Score(MemberRows.Take(_rows, [0]))[0], leaves = saved.Model.Score(left)[0];
        Assert.Equal(stays + saved.Model.Members[0].Gamma, leaves, 1e-4);
        _folder.Write("z.npy", left);
        Ocdtd.Succeed([.. _folder.Split("explain @m.onnx @z.npy -o @r.npy")]);
        Assert.True(Samples.Table(_folder["r.npy"])[0, 2] > 0);
    }

    [Fact]
    public void One_row_can_be_scaled()
    {
        _folder.Write("x.npy", MemberRows.Take(_rows, [0]));
        foreach (string kind in new[] { "standard", "minmax", "robust" })
        {
            SavedModel saved = _folder.Fit($"--gamma 1 --scale {kind}");
            Assert.All(saved.Model.Members[0].SupportVectors.ToArray().Cast<float>(), value => Assert.Equal(0, value));
            Assert.All(saved.Model.Scaling!.Factors.ToArray(), factor => Assert.Equal(1, factor));
        }
    }

    [Fact]
    public void Names_and_values_are_the_users_own()
    {
        _folder.Write("named.csv", "length,\"width, cm\"\n1,200\n4,550\n7,800\n2,200\n5,300\n");
        SavedModel saved = _folder.Fit("named.csv", "m.onnx", _folder.Split("--estimator ocsvm --scale robust --gamma median --calibration @named.csv --false-alarm-rate 0.5"));
        Assert.Equal(["length", "width, cm"], saved.Description.FeatureNames);
        _folder.Write("z.csv", "4,9000\n");
        Ocdtd.Succeed([.. _folder.Split("explain @m.onnx @z.csv -o @r.npy --top-features @top.json --top 1")]);
        using var top = JsonDocument.Parse(File.ReadAllText(_folder["top.json"]));
        JsonElement feature = top.RootElement[0].GetProperty("features")[0];
        Assert.Equal(("width, cm", 9000), (feature.GetProperty("name").GetString(), feature.GetProperty("value").GetDouble()));
    }

    /// <summary>Features of units far apart, none around 0.</summary>
    private static float[,] Uneven(int seed, int count)
    {
        float[,] rows = Samples.Rows(seed, count, 4);
        for (int i = 0; i < count; i++)
        {
            rows[i, 0] = 500 + 120 * rows[i, 0];
            rows[i, 1] = 0.1f + 0.02f * rows[i, 1];
            rows[i, 2] -= 7;
        }

        return rows;
    }
}
