using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Commands;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>--calibration and --false-alarm-rate, on a command that has nothing else.</summary>
public sealed class DecisionOptionsTests : IDisposable
{
    private const int Features = 3;

    private readonly TempFolder _folder = new();
    private readonly Command _command = new("make");
    private readonly DecisionOptions _options;
    private readonly RunContext _context = new(TextWriter.Null, TextWriter.Null, new CommonValues(0, Json: false, Quiet: true), default);

    public DecisionOptionsTests()
    {
        _options = new DecisionOptions(_command);
        _folder.Write("c.npy", Samples.Rows(4, 39, Features));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 0.05, 2)]
    [InlineData("--false-alarm-rate 0.1", 0.1, 4)]
    public void The_threshold_is_that_of_the_rows_own_scores(string more, double rate, int k)
    {
        SupportVectorModel model = KernelDensity.Fit(Samples.Rows(1, 30, Features), gamma: 0.5);
        using CalibrationRows rows = Read("--calibration @c.npy " + more)!;
        DecisionRule decision = rows.Decide(model, _context);
        float[] scores = model.Score(Samples.Rows(4, 39, Features));
        Assert.Equal(scores.Order(), decision.Calibration!.Scores.ToArray());
        Assert.Equal((ThresholdSource.Conformal, rate), (decision.Source, decision.FalseAlarmRate));
        Assert.Equal(scores.OrderDescending().ElementAt(k - 1), decision.Threshold);
        Assert.Equal(new("calibration", "c.npy"), rows.Fact);
    }

    [Fact]
    public void Without_the_option_there_is_no_calibration() => Assert.Null(Read(""));

    [Theory]
    [InlineData("--false-alarm-rate 0.1", "--false-alarm-rate goes with --calibration")]
    [InlineData("--calibration c.npy --false-alarm-rate few", "--false-alarm-rate is 'few'; expected a number")]
    public void Wrong_usage_is_told_by_the_parser(string arguments, string expected) =>
        Assert.Contains(expected, Assert.Single(_command.Parse(arguments).Errors).Message);

    [Fact]
    public void An_empty_name_is_no_value() =>
        Assert.Contains("--calibration is empty", Assert.Single(_command.Parse(["--calibration", ""]).Errors).Message);

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-0.5")]
    [InlineData("NaN")]
    public void Rates_out_of_range_are_refused(string rate) => AssertRefused(
        $"--calibration @c.npy --false-alarm-rate {rate}", $"--false-alarm-rate is {rate}; expected a number above 0, below 1.");

    [Fact]
    public void Too_few_rows_are_refused_with_the_files_name_before_anything_is_trained() => AssertRefused(
        "--calibration @c.npy --false-alarm-rate 0.02",
        $"{_folder["c.npy"]}: 39 calibration rows are too few for a false-alarm rate of 0.02; expected 49 or more (1/rate - 1).");

    [Fact]
    public void Rows_that_do_not_fit_the_model_are_refused_with_the_files_name()
    {
        _folder.Write("wide.npy", Samples.Rows(4, 39, Features + 1));
        AssertRefused("--calibration @wide.npy", $"{_folder["wide.npy"]}: rows have 4 features; the model expects 3.");
        _folder.Write("named.csv", "a,c,b\n1,2,3\n");
        AssertRefused(
            "--calibration @named.csv", $"{_folder["named.csv"]}: column 2 is named 'c'; the model expects 'b' there.", "a", "b", "c");
        Assert.Contains(
            _folder["none.npy"], Assert.Throws<DataException>(() => Read("--calibration @none.npy")).Message);
    }

    [Fact]
    public void Rows_whose_score_is_not_finite_are_refused_with_the_files_name()
    {
        float[,] rows = Samples.Rows(4, 39, Features);
        rows[7, 1] = 1e30f; // its square is beyond float32, and so is the score
        _folder.Write("far.npy", rows);
        using CalibrationRows calibration = Read("--calibration @far.npy")!;
        SupportVectorModel model = KernelDensity.Fit(Samples.Rows(1, 30, Features), gamma: 0.5);
        string message = Assert.Throws<InputException>(() => calibration.Decide(model, _context)).Message;
        Assert.StartsWith($"{_folder["far.npy"]}: calibration score 7 is {float.PositiveInfinity}; expected a finite value.", message);
    }

    private CalibrationRows? Read(string arguments, params string[] names)
    {
        ParseResult parsed = _command.Parse(
            [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.StartsWith('@') ? _folder[a[1..]] : a)]);
        Assert.Empty(parsed.Errors);
        return _options.Read(parsed, Features, names.Length == 0 ? null : names, _context);
    }

    private void AssertRefused(string arguments, string expected, params string[] names) =>
        Assert.Equal(expected, Assert.Throws<InputException>(() => Read(arguments, names)).Message);
}
