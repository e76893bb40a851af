using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>--calibration of fit and import, from the rows to p-values and labels.</summary>
public sealed class FitCalibrationTests : IDisposable
{
    private const int Count = 99;
    private const string Import = "import --support-vectors @x.npy --dual-coef @a.npy --gamma 0.3 -o @m.onnx";

    private readonly TempFolder _folder = new();

    public FitCalibrationTests()
    {
        _folder.Write("x.npy", Samples.Rows(1, 61, 3));
        _folder.Write("a.npy", [.. Enumerable.Repeat(2.5, 61)]);
        _folder.Write("c.npy", Samples.Rows(2, Count, 3));
        _folder.Write("z.npy", Samples.Rows(3, 300, 3, mean: 0.5f));
        _folder.Write("s.model", LibsvmText.Good);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fit @x.npy -o @m.onnx", 0.05)]
    [InlineData("fit @x.npy -o @m.onnx --false-alarm-rate 0.25", 0.25)]
    [InlineData("fit @x.npy -o @m.onnx --estimator ocsvm --gamma median", 0.05)]
    [InlineData("fit @x.npy -o @m.onnx --estimator ocsvm --gamma 0.1 --top-support-vectors 5", 0.05)]
    [InlineData("fit @x.npy -o @m.onnx --scale standard --false-alarm-rate 0.01", 0.01)]
    [InlineData("fit @x.npy -o @m.onnx --ensemble bagging --members 3 --split bootstrap --scale robust", 0.05)]
    [InlineData("fit @x.npy -o @m.onnx --ensemble global-times --estimator kde,ocsvm --gamma 0.1,0.5 --scale minmax", 0.05)]
    [InlineData("fit @x.npy -o @m.onnx --ensemble local-times --estimator ocsvm --gamma 0.2 --false-alarm-rate 0.1", 0.1)]
    [InlineData(Import, 0.05)]
    [InlineData(Import + " --support-vectors @z.npy --dual-coef @b.npy --gamma 1 --ensemble local-times --false-alarm-rate 0.2", 0.2)]
    [InlineData("import --libsvm @s.model -o @m.onnx --false-alarm-rate 0.1", 0.1)]
    public void The_threshold_is_the_score_that_the_rate_of_calibration_rows_reach(string command, double rate)
    {
        _folder.Write("b.npy", [.. Enumerable.Range(1, 300).Select(i => (double)i)]);
        Ocdtd.Succeed([.. _folder.Split(command), "--calibration", _folder["c.npy"]]);
        Ocdtd.Succeed([.. _folder.Split("score @m.onnx @c.npy -o @o.npy")]);
        double[] scores = [.. Samples.Vector(_folder["o.npy"]).Order()];
        DecisionRule decision = OnnxModel.Load(_folder["m.onnx"]).Description.Decision!;
        Assert.Equal((ThresholdSource.Conformal, rate), (decision.Source, decision.FalseAlarmRate));
        Assert.Equal(scores, decision.Calibration!.Scores.ToArray().Select(score => (double)score));
        int k = (int)Math.Round(rate * (Count + 1)); // p = k/(n + 1) is what the k-th largest would get
        Assert.Equal(scores[Count - k], decision.Threshold);

        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal(("conformal", rate), (facts.GetProperty("threshold_source").GetString(), facts.GetProperty("false_alarm_rate").GetDouble()));
        Assert.Equal((Count, "c.npy"), (facts.GetProperty("calibration_rows").GetInt32(), Fitted.Fact(facts, "calibration")));
    }

    [Theory]
    [InlineData("fit @x.npy -o @m.onnx --estimator ocsvm --gamma 0.3 --scale standard")]
    [InlineData("fit @x.npy -o @m.onnx --ensemble bagging --estimator kde,ocsvm --gamma 0.3")]
    [InlineData(Import)]
    public void P_values_and_labels_follow_from_the_scores(string command)
    {
        Ocdtd.Succeed([.. _folder.Split(command + " --calibration @c.npy --false-alarm-rate 0.1")]);
        double[] calibration = ScoreOf("c.npy", "");
        double[] scores = ScoreOf("z.npy", "--p-values @p.npy --labels @y.npy");
        double[] expected = [.. scores.Select(score => (1.0 + calibration.Count(c => c >= score)) / (Count + 1))];
        Assert.Equal(expected, Samples.Vector(_folder["p.npy"]));
        int[] labels = DataReader.ReadLabels(_folder["y.npy"]);
        Assert.Equal(expected.Select(p => p <= 0.1 ? 1 : 0), labels);
        Assert.InRange(labels.Sum(), 1, labels.Length - 1);
    }

    [Fact]
    public void A_false_discovery_rate_selects_by_Benjamini_and_Hochberg()
    {
        _folder.Fit("--calibration @c.npy --scale standard --gamma median");
        _folder.Write("z.npy", Samples.Rows(3, 50, 3, mean: 3));
        ScoreOf("z.npy", "--p-values @p.npy --labels @y.npy --false-discovery-rate 0.02");
        double[] p = Samples.Vector(_folder["p.npy"]), sorted = [.. p.Order()];
        double largest = Enumerable.Range(1, 50).Where(i => sorted[i - 1] <= 0.02 * i / 50).Select(i => sorted[i - 1]).Max();
        int[] labels = DataReader.ReadLabels(_folder["y.npy"]);
        Assert.Equal(p.Select(value => value <= largest ? 1 : 0), labels);
        Assert.InRange(labels.Sum(), 1, 49);
    }

    [Fact]
    public void Fresh_normal_rows_are_called_outliers_at_about_the_rate()
    {
        _folder.Write("c.npy", Samples.Rows(4, 999, 3));
        _folder.Write("z.npy", Samples.Rows(5, 4000, 3));
        _folder.Fit("--estimator ocsvm --gamma median --calibration @c.npy --false-alarm-rate 0.1");
        ScoreOf("z.npy", "--labels @y.npy");

        // Given the calibration rows the share is Beta(100, 900): a deviation of 0.01, and 0.005 more for counting 4000.
        Assert.Equal(0.1, DataReader.ReadLabels(_folder["y.npy"]).Average(), 0.04);
    }

    [Fact]
    public void A_model_gets_the_same_rule_whether_fitted_or_imported()
    {
        Ocdtd.Succeed([.. _folder.Split(Import + " --calibration @c.npy")]);
        DecisionRule imported = OnnxModel.Load(_folder["m.onnx"]).Description.Decision!;
        DecisionRule fitted = _folder.Fit("--gamma 0.3 --calibration @c.npy").Description.Decision!;
        Assert.Equal(fitted.Threshold, imported.Threshold);
        Assert.Equal(fitted.Calibration!.Scores.ToArray(), imported.Calibration!.Scores.ToArray());
    }

    [Fact]
    public void Calibration_leaves_the_scores_as_they_are()
    {
        const string Options = "--ensemble local-times --estimator ocsvm --gamma median --scale robust";
        _folder.Fit(Options);
        double[] without = ScoreOf("z.npy", "");
        _folder.Fit(Options + " --calibration @c.npy");
        Assert.Equal(without, ScoreOf("z.npy", ""));
    }

    [Fact]
    public void Exactly_as_many_rows_as_the_rate_needs_are_enough()
    {
        _folder.Write("c.npy", Samples.Rows(4, 19, 3));
        SavedModel saved = _folder.Fit("--gamma 0.3 --calibration @c.npy");
        Assert.Equal(saved.Description.Decision!.Calibration!.Scores[^1], saved.Description.Decision.Threshold);
    }

    private double[] ScoreOf(string rows, string options)
    {
        Ocdtd.Succeed([.. _folder.Split($"score @m.onnx @{rows} -o @o.npy {options}")]);
        return Samples.Vector(_folder["o.npy"]);
    }
}
