using System.CommandLine;
using System.Diagnostics;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Data;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd score</summary>
internal sealed class ScoreCommand : CliCommand
{
    private readonly Argument<string> _model;
    private readonly Argument<string> _data;
    private readonly Option<string> _output;
    private readonly Option<string> _pValues;
    private readonly Option<string> _labels;
    private readonly Option<double> _discoveryRate;

    internal ScoreCommand()
        : base("score", "Says how anomalous each row is: one float32 a row, larger is more anomalous.")
    {
        _model = AddArgument("MODEL", "A model file.");
        _data = AddArgument("DATA", "Rows: .npy, .csv, IDX, or a folder of images.");
        _output = AddOption<string>("--output", "O.npy", "Where to write the scores: .npy (<f4, (n,)) or .csv.", required: true, "-o");
        _pValues = AddOption<string>(
            "--p-values", "P.npy", "Also write how usual so high a score is among normal rows: <f8, (n,). Needs a calibrated model.");
        _labels = AddOption<string>(
            "--labels", "Y.npy", "Also write which rows are outliers, above the model's threshold: |u1, (n,), 1 is an outlier.");
        _discoveryRate = AddOption<double>(
            "--false-discovery-rate",
            "F",
            "With --labels: mark what Benjamini-Hochberg selects instead, of which at most this part is normal. Needs a calibrated model.");
        Validators.Add(result =>
        {
            if (result.GetResult(_discoveryRate) is not null && result.GetResult(_labels) is null)
                result.AddError("--false-discovery-rate says which rows --labels marks; give --labels Y.npy.");
        });
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string output = parsed.GetRequiredValue(_output), path = parsed.GetRequiredValue(_model);
        string? pValuesPath = parsed.GetValue(_pValues), labelsPath = parsed.GetValue(_labels);
        double? discoveryRate = parsed.GetResult(_discoveryRate) is null
            ? null
            : Numbers.Rate(_discoveryRate.Name, parsed.GetValue(_discoveryRate));
        foreach (string? file in new[] { output, pValuesPath, labelsPath })
        {
            if (file is not null)
                ModelFiles.RequireFolder(file);
        }

        SavedModel saved = ModelFiles.Load(path);
        RowDecisions.Require(path, saved, pValuesPath is not null, labelsPath is not null, discoveryRate is not null);
        using DataTable data = ModelFiles.ReadData(parsed.GetRequiredValue(_data), saved, context.Cancellation);

        float[] scores = new float[data.RowCount];
        var watch = Stopwatch.StartNew();
        context.WithProgress("Scoring", data.RowCount, options => saved.Model.Score(data.Rows, scores, options));
        watch.Stop();
        RowDecisions decisions = RowDecisions.Make(saved.Description.Decision, scores, discoveryRate);
        Outputs.WriteVector(output, "outlierness", scores);
        if (pValuesPath is not null)
            Outputs.WriteVector(pValuesPath, "p_value", decisions.PValues!);
        if (labelsPath is not null)
            Outputs.WriteVector(labelsPath, "is_outlier", Array.ConvertAll(decisions.IsOutlier!, o => (byte)(o ? 1 : 0)));

        Array.Sort(scores);
        var facts = new Dictionary<string, object?>
        {
            ["rows"] = data.RowCount,
            ["features"] = data.FeatureCount,
            ["seconds"] = watch.Elapsed.TotalSeconds,
            ["outlierness_min"] = scores[0],
            ["outlierness_median"] = scores[scores.Length / 2],
            ["outlierness_max"] = scores[^1],
            ["output"] = output,
        };
        var lines = new List<string>
        {
            $"{Numbers.Count(data.RowCount)} rows scored in {Numbers.Time(watch.Elapsed)}; outlierness " +
            $"{scores[0]:g4} (min), {scores[scores.Length / 2]:g4} (median), {scores[^1]:g4} (max); written to {output}.",
        };
        if (decisions.IsOutlier is not null)
        {
            facts["outliers"] = decisions.Outliers;
            facts["threshold"] = saved.Description.Decision!.Threshold;
            facts["false_discovery_rate"] = discoveryRate;
            lines.Add($"{Numbers.Count(decisions.Outliers)} outliers: {decisions.Rule}.");
        }

        context.Answer(facts, lines);
    }
}
