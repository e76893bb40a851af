using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd evaluate</summary>
internal sealed class EvaluateCommand : CliCommand
{
    private readonly Argument<string> _model;
    private readonly Argument<string> _data;
    private readonly Option<string> _labels;

    internal EvaluateCommand()
        : base("evaluate", "ROC AUC, average precision and the rates at the model's threshold, on labelled rows.")
    {
        _model = AddArgument("MODEL", "A model file.");
        _data = AddArgument("DATA", "Rows: .npy, .csv, IDX, or a folder of images.");
        _labels = AddOption<string>("--labels", "Y.npy", "One label a row: 1 is an outlier, 0 is not.", required: true);
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        SavedModel saved = ModelFiles.Load(parsed.GetRequiredValue(_model));
        using DataTable data = ModelFiles.ReadData(parsed.GetRequiredValue(_data), saved, context.Cancellation);
        int[] labels = ReadLabels(parsed.GetRequiredValue(_labels), data.RowCount);

        float[] scores = new float[data.RowCount];
        context.WithProgress("Scoring", data.RowCount, options => saved.Model.Score(data.Rows, scores, options));
        float[] inliers = [.. scores.Where((_, i) => labels[i] == 0)], outliers = [.. scores.Where((_, i) => labels[i] == 1)];
        double auc = RocAuc.Compute(inliers, outliers), precision = AveragePrecision.Compute(inliers, outliers);
        var facts = new Dictionary<string, object?>
        {
            ["rows"] = data.RowCount,
            ["inliers"] = inliers.Length,
            ["outliers"] = outliers.Length,
            ["roc_auc"] = auc,
            ["average_precision"] = precision,
        };
        var lines = new List<string>
        {
            $"{Numbers.Count(data.RowCount)} rows: {Numbers.Count(inliers.Length)} inliers, {Numbers.Count(outliers.Length)} outliers",
            $"ROC AUC            {auc:0.0000}",
            $"average precision  {precision:0.0000}",
        };
        if (saved.Description.Decision is { } decision)
        {
            ThresholdRates rates = ThresholdRates.Of(decision, inliers, outliers);
            rates.AddTo(facts);
            lines.AddRange(rates.Lines());
        }

        context.Answer(facts, lines);
    }

    private static int[] ReadLabels(string path, int rows)
    {
        int[] labels = DataReader.ReadLabels(path);
        if (labels.Length != rows)
            throw new InputException($"{path}: {labels.Length} labels; expected {rows}, one a row.");
        int wrong = Array.FindIndex(labels, label => label is not (0 or 1));
        if (wrong >= 0)
            throw new InputException($"{path}: label {wrong + 1} is {labels[wrong]}; expected 1 (outlier) or 0.");
        foreach ((int label, string name) in new[] { (0, "inlier"), (1, "outlier") })
        {
            if (!labels.Contains(label))
                throw new InputException($"{path}: no label is {label} ({name}); both kinds are needed.");
        }

        return labels;
    }
}
