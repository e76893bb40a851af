using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>The options of fit and import that give a model a threshold and p-values.</summary>
internal sealed class DecisionOptions
{
    /// <summary>Without --false-alarm-rate.</summary>
    internal const double DefaultRate = 0.05;

    private readonly Option<string> _calibration = new("--calibration")
    {
        Description = "Normal rows held out from training: they give the model a threshold and p-values.",
        HelpName = "DATA",
    };

    private readonly Option<double> _rate = new("--false-alarm-rate")
    {
        Description = $"With --calibration: the share of normal rows that may be called outliers (default: {DefaultRate}).",
        HelpName = "F",
    };

    internal DecisionOptions(Command command)
    {
        OptionChecks.RefuseEmpty(_calibration);
        OptionChecks.ExpectNumber(_rate);
        command.Options.Add(_calibration);
        command.Options.Add(_rate);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_rate) is not null && result.GetResult(_calibration) is null)
                result.AddError("--false-alarm-rate goes with --calibration DATA, normal rows held out from training.");
        });
    }

    /// <summary>
    /// Reads the calibration rows, null without --calibration; the caller disposes them. To be called before a model is trained, so that
    /// whatever is wrong with them is said at once.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="featureCount">Features of the model that will score them.</param>
    /// <param name="featureNames">Their names, if they have any.</param>
    /// <param name="context">Says when to stop.</param>
    internal CalibrationRows? Read(ParseResult parsed, int featureCount, IReadOnlyList<string>? featureNames, RunContext context)
    {
        if (parsed.GetValue(_calibration) is not { } path)
            return null;

        double rate = parsed.GetResult(_rate) is null ? DefaultRate : Numbers.Rate(_rate.Name, parsed.GetValue(_rate));
        DataTable rows = ModelFiles.ReadData(path, featureCount, featureNames, context.Cancellation);
        long needed = ConformalCalibration.RequiredCount(rate);
        if (rows.RowCount >= needed)
            return new CalibrationRows(rows, rate);

        rows.Dispose();
        string found = $"{rows.RowCount} calibration rows are too few for a false-alarm rate of {rate}";
        throw new InputException($"{path}: {found}; expected {needed} or more (1/rate - 1).");
    }
}

/// <summary>Normal rows held out from training, and the share of such rows that may be called outliers.</summary>
internal sealed class CalibrationRows(DataTable rows, double falseAlarmRate) : IDisposable
{
    /// <summary>Where the rows came from, as a fact about how the model was made.</summary>
    internal KeyValuePair<string, string> Fact => new("calibration", Path.GetFileName(rows.Source.TrimEnd('/', '\\')));

    /// <summary>Scores the rows and takes the threshold from them.</summary>
    internal DecisionRule Decide(OneClassModel model, RunContext context)
    {
        float[] scores = new float[rows.RowCount];
        context.WithProgress("Calibrating", rows.RowCount, options => model.Score(rows.Rows, scores, options));
        return EngineErrors.Translate(
            rows.Source, () => DecisionRule.FromCalibration(ConformalCalibration.FromScores(scores), falseAlarmRate));
    }

    public void Dispose() => rows.Dispose();
}
