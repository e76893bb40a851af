using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>Thresholds, p-values and labels on the command line.</summary>
public sealed class DecisionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _rows;

    public DecisionTests() => _rows = Calibrated.Rows(_folder, "x.npy", 0, 1, 10, 18, 18.5f, -19, 20);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Score_writes_p_values_and_labels_beside_the_scores()
    {
        string model = Calibrated.Write(_folder, "m.onnx", Calibrated.Squares());
        JsonElement facts = Json.Of(
            "score", model, _rows, "-o", _folder["o.npy"], "--p-values", _folder["p.npy"], "--labels", _folder["y.npy"]);
        Assert.Equal([0, 1, 100, 324, 342.25, 361, 400], Samples.Vector(_folder["o.npy"]));
        Assert.Equal([1, 1, 11 / 20.0, 3 / 20.0, 2 / 20.0, 2 / 20.0, 1 / 20.0], Samples.Vector(_folder["p.npy"]));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1], DataReader.ReadLabels(_folder["y.npy"]));
        Assert.Equal(3, facts.GetProperty("outliers").GetInt32());
        Assert.Equal(324, facts.GetProperty("threshold").GetDouble());
        Assert.Equal(JsonValueKind.Null, facts.GetProperty("false_discovery_rate").ValueKind);
    }

    [Fact]
    public void P_values_are_f8_and_labels_u1_of_one_axis()
    {
        string model = Calibrated.Write(_folder, "m.onnx", Calibrated.Squares());
        Ocdtd.Succeed("score", model, _rows, "-o", _folder["o.npy"], "--p-values", _folder["p.npy"], "--labels", _folder["y.npy"]);
        foreach ((string name, string type, int bytes) in new[] { ("p.npy", "<f8", 7 * 8), ("y.npy", "|u1", 7) })
        {
            string header = System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(_folder[name])[..^bytes]);
            Assert.Contains($"'descr': '{type}'", header);
            Assert.Contains("'shape': (7,)", header);
            Assert.EndsWith("\n", header); // the values begin where it ends
        }
    }

    [Fact]
    public void Csv_holds_the_same_p_values_and_labels()
    {
        string model = Calibrated.Write(_folder, "m.onnx", Calibrated.Squares());
        Ocdtd.Succeed("score", model, _rows, "-o", _folder["o.npy"], "--p-values", _folder["p.csv"], "--labels", _folder["y.csv"]);
        Assert.Equal(["p_value", "1", "1", "0.55", "0.15", "0.1", "0.1", "0.05"], File.ReadAllLines(_folder["p.csv"]));
        Assert.Equal(["is_outlier", "0", "0", "0", "0", "1", "1", "1"], File.ReadAllLines(_folder["y.csv"]));
    }

    [Theory]
    [InlineData("0.2", new[] { 0, 0, 0, 0, 0, 0, 0 }, 0)]
    [InlineData("0.24", new[] { 0, 0, 0, 0, 1, 1, 1 }, 3)]
    [InlineData("0.27", new[] { 0, 0, 0, 1, 1, 1, 1 }, 4)]
    public void A_false_discovery_rate_marks_what_Benjamini_Hochberg_selects(string rate, int[] expected, int count)
    {
        // p-values 0.05, 0.1, 0.1, 0.15, 0.55, 1, 1 of 7: p·7/i is 0.35, 0.35, 0.2333, 0.2625, 0.77, …
        string model = Calibrated.Write(_folder, "m.onnx", Calibrated.Squares());
        JsonElement facts = Json.Of(
            "score", model, _rows, "-o", _folder["o.npy"], "--labels", _folder["y.npy"], "--false-discovery-rate", rate);
        Assert.Equal(expected, DataReader.ReadLabels(_folder["y.npy"]));
        Assert.Equal(count, facts.GetProperty("outliers").GetInt32());
        Assert.Equal(double.Parse(rate), facts.GetProperty("false_discovery_rate").GetDouble());
    }

    [Fact]
    public void The_summary_says_how_many_and_by_which_rule()
    {
        string calibrated = Calibrated.Write(_folder, "m.onnx", Calibrated.Squares());
        Assert.Contains(
            "3 outliers: outlierness above 324 (conformal, false-alarm rate 0.1, 19 calibration rows).",
            Ocdtd.Succeed("score", calibrated, _rows, "-o", _folder["o.npy"]));
        Assert.Contains(
            "4 outliers: Benjamini-Hochberg, false-discovery rate 0.5.",
            Ocdtd.Succeed(
                "score", calibrated, _rows, "-o", _folder["o.npy"], "--labels", _folder["y.npy"], "--false-discovery-rate", "0.5"));
        string machine = Calibrated.Write(_folder, "s.onnx", DecisionRule.FromSupportVectorMachine(342.25f));
        Assert.Contains(
            "2 outliers: outlierness above 342.2 (svm).",
            Ocdtd.Succeed("score", machine, _rows, "-o", _folder["o.npy"], "--labels", _folder["y.npy"]));
        Assert.Equal([0, 0, 0, 0, 0, 1, 1], DataReader.ReadLabels(_folder["y.npy"]));
        string plain = Calibrated.Write(_folder, "n.onnx", null);
        Assert.DoesNotContain("outliers", Ocdtd.Succeed("score", plain, _rows, "-o", _folder["o.npy"]));
    }

    [Fact]
    public void Evaluate_counts_false_alarms_and_detections()
    {
        string model = Calibrated.Write(_folder, "m.onnx", Calibrated.Squares());
        _folder.Write("y.npy", NpyBytes.Of<byte>("|u1", "(7,)", [0, 0, 1, 0, 0, 1, 1]));
        JsonElement facts = Json.Of("evaluate", model, _rows, "--labels", _folder["y.npy"]);
        Assert.Equal(324, facts.GetProperty("threshold").GetDouble());
        Assert.Equal("conformal", facts.GetProperty("threshold_source").GetString());
        Assert.Equal(0.1, facts.GetProperty("nominal_false_alarm_rate").GetDouble());
        Assert.Equal(1, facts.GetProperty("false_alarms").GetInt32());
        Assert.Equal(1 / 4.0, facts.GetProperty("false_alarm_rate").GetDouble());
        Assert.Equal(2, facts.GetProperty("detections").GetInt32());
        Assert.Equal(2 / 3.0, facts.GetProperty("detection_rate").GetDouble());

        string text = Ocdtd.Succeed("evaluate", model, _rows, "--labels", _folder["y.npy"]);
        Assert.Contains("threshold          324 (conformal, false-alarm rate 0.1, 19 calibration rows)", text);
        Assert.Contains("false-alarm rate   0.2500 (1 of 4 inliers)", text);
        Assert.Contains("detection rate     0.6667 (2 of 3 outliers)", text);
    }

    [Fact]
    public void Evaluate_without_a_threshold_says_nothing_of_one()
    {
        _folder.Write("y.npy", NpyBytes.Of<byte>("|u1", "(7,)", [0, 0, 1, 0, 0, 1, 1]));
        string[] command = ["evaluate", Calibrated.Write(_folder, "m.onnx", null), _rows, "--labels", _folder["y.npy"]];
        Assert.False(Json.Of(command).TryGetProperty("threshold", out _));
        Assert.DoesNotContain("threshold", Ocdtd.Succeed(command));
    }

    [Fact]
    public void Inspect_shows_the_threshold_and_where_it_comes_from()
    {
        string calibrated = Calibrated.Write(_folder, "m.onnx", Calibrated.Squares());
        JsonElement facts = Json.Of("inspect", calibrated);
        Assert.Equal(324, facts.GetProperty("threshold").GetDouble());
        Assert.Equal("conformal", facts.GetProperty("threshold_source").GetString());
        Assert.Equal(0.1, facts.GetProperty("false_alarm_rate").GetDouble());
        Assert.Equal(19, facts.GetProperty("calibration_rows").GetInt32());
        Assert.Equal(
            ["outlierness", "relevance", "residual", "is_outlier", "p_value"],
            facts.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()));
        Assert.Contains("threshold          324", Ocdtd.Succeed("inspect", calibrated));

        string text = Ocdtd.Succeed("inspect", Calibrated.Write(_folder, "s.onnx", DecisionRule.FromSupportVectorMachine(2.5f)));
        Assert.Contains("threshold          2.5", text);
        Assert.Contains("threshold source   svm", text);
        Assert.DoesNotContain("calibration", text);
        Assert.DoesNotContain("threshold", Ocdtd.Succeed("inspect", Calibrated.Write(_folder, "n.onnx", null)));
    }

    [Theory]
    [InlineData("svm", "--p-values @p.npy", "the model is not calibrated, which --p-values needs", "--calibration DATA")]
    [InlineData("none", "--p-values @p.npy", "the model is not calibrated, which --p-values needs", "--calibration DATA")]
    [InlineData("none", "--labels @y.npy", "the model has no threshold, which --labels needs", "--calibration DATA")]
    [InlineData("svm", "--labels @y.npy --false-discovery-rate 0.1", "not calibrated, which --false-discovery-rate needs", "--calibration")]
    [InlineData("conformal", "--labels @y.npy --false-discovery-rate 0", "--false-discovery-rate is 0", "above 0, below 1")]
    [InlineData("conformal", "--labels @y.npy --false-discovery-rate 1", "--false-discovery-rate is 1", "above 0, below 1")]
    [InlineData("conformal", "--labels @y.npy --false-discovery-rate NaN", "--false-discovery-rate is NaN", "above 0, below 1")]
    [InlineData("conformal", "--labels @nowhere/y.npy", "nowhere", "does not exist")]
    [InlineData("conformal", "--p-values @nowhere/p.npy", "nowhere", "does not exist")]
    public void What_the_model_cannot_answer_is_one_line_and_writes_nothing(string source, string options, string problem, string advice)
    {
        DecisionRule? decision = source switch
        {
            "svm" => DecisionRule.FromSupportVectorMachine(1),
            "conformal" => Calibrated.Squares(),
            _ => null,
        };
        string model = Calibrated.Write(_folder, "m.onnx", decision);
        string[] more = [.. options.Split(' ').Select(argument => argument.StartsWith('@') ? _folder[argument[1..]] : argument)];
        ProcessOutcome outcome = Ocdtd.Run(["score", model, _rows, "-o", _folder["o.npy"], .. more]);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        BadInputs.BadInput.RequireLine(outcome.Error);
        Assert.Contains(problem, outcome.Error);
        Assert.Contains(advice, outcome.Error);
        Assert.Equal(["m.onnx", "x.npy"], _folder.Names());
    }

    [Theory]
    [InlineData("--false-discovery-rate 0.1", "give --labels")]
    [InlineData("--labels y.npy --false-discovery-rate most", "--false-discovery-rate is 'most'; expected a number")]
    public void A_false_discovery_rate_without_labels_or_number_is_wrong_usage(string options, string expected)
    {
        ProcessOutcome outcome = Ocdtd.Run(["score", "m.onnx", "x.npy", "-o", "o.npy", .. options.Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error);
    }
}
