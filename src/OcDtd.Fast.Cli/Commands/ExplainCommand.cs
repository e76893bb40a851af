using System.CommandLine;
using System.Diagnostics;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Commands.TopFeatures;
using OcDtd.Fast.Data;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd explain</summary>
internal sealed class ExplainCommand : CliCommand
{
    /// <summary>How many rows, and features of each, are named after the answer.</summary>
    private const int RowsNamed = 5, FeaturesNamed = 3;

    private readonly Argument<string> _model;
    private readonly Argument<string> _data;
    private readonly Option<string> _output;
    private readonly Option<string> _rule;
    private readonly Option<string> _residual;
    private readonly Option<string> _prototypes;
    private readonly Option<string> _topFeatures;
    private readonly Option<int> _top;
    private readonly Option<string> _heatmaps;
    private readonly Option<string> _shape;

    internal ExplainCommand()
        : base("explain", "Splits each row's outlierness over its features: relevance, float32 (n, d).")
    {
        _model = AddArgument("MODEL", "A model file.");
        _data = AddArgument("DATA", "Rows: .npy, .csv, IDX, or a folder of images.");
        _output = AddOption<string>("--output", "R.npy", "Where to write relevance: .npy (<f4, (n, d)) or .csv.", required: true, "-o");
        _rule = AddChoice("--rule", "How relevance is given to features (default: the model file's).", Rules.Names);
        _residual = AddOption<string>("--residual", "E.npy", "Also write what belongs to no feature: <f4, (n,).");
        _prototypes = AddOption<string>("--prototypes", "P.csv", "Also write each row's most responsible support vectors.");
        _topFeatures = AddOption<string>(
            "--top-features", "F.csv", "Also write each row's most relevant features by name: .csv, .json or .txt.");
        _top = AddOption<int>("--top", "N", "How many support vectors (--prototypes) and features (--top-features) a row (default: 5).");
        _heatmaps = AddOption<string>("--heatmaps", "DIR", "Also draw each row's relevance as a PNG, on one colour scale for all.");
        _shape = AddOption<string>("--shape", "H,W[,C]", "How a row is an image (default: as the model file or the data say).");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string output = parsed.GetRequiredValue(_output);
        string? residualPath = parsed.GetValue(_residual), prototypesPath = parsed.GetValue(_prototypes);
        string? topFeaturesPath = parsed.GetValue(_topFeatures), folder = parsed.GetValue(_heatmaps);
        int top = parsed.GetResult(_top) is null ? 5 : parsed.GetValue(_top);
        if (top < 1)
            throw new InputException($"--top is {top}; expected 1 or more.");
        foreach (string? path in new[] { output, residualPath, prototypesPath, topFeaturesPath })
        {
            if (path is not null)
                ModelFiles.RequireFolder(path);
        }

        if (folder is not null)
            ModelFiles.RequireNoFile(_heatmaps.Name, folder);

        Func<IReadOnlyList<string>, ITopFeaturesOutput>? openTopFeatures =
            topFeaturesPath is null ? null : TopFeaturesFile.Opener(_topFeatures.Name, topFeaturesPath);
        SavedModel saved = ModelFiles.Load(parsed.GetRequiredValue(_model));
        OneClassModel model = saved.Model;
        using DataTable data = ModelFiles.ReadData(parsed.GetRequiredValue(_data), saved, context.Cancellation);
        RelevanceRule rule = parsed.GetValue(_rule) is { } named ? Rules.Parse(named) : saved.Description.Rule;
        HeatmapFolder? heatmaps = folder is null ? null : new HeatmapFolder(folder, data, Shape(parsed, saved, data));

        IReadOnlyList<string>? known = saved.Description.FeatureNames ?? data.FeatureNames;
        IReadOnlyList<string> names = known ?? Outputs.Numbered("feature", model.FeatureCount);
        var explainer = new TableExplainer(model, data, rule);
        var watch = Stopwatch.StartNew();
        using (IMatrixOutput matrix = Outputs.CreateMatrix(output, data.RowCount, names))
        using (ITopFeaturesOutput? topFeatures = openTopFeatures?.Invoke(names))
        {
            context.WithProgress("Explaining", data.RowCount, options => explainer.Run(
                chunk =>
                {
                    matrix.Write(chunk.RelevanceValues);
                    heatmaps?.Keep(chunk.Relevance);
                    for (int i = 0; topFeatures is not null && i < chunk.Count; i++)
                        topFeatures.Write(chunk.Row(i, top));
                },
                options));
            matrix.Commit();
            topFeatures?.Commit();
        }

        watch.Stop();
        if (residualPath is not null)
            Outputs.WriteVector(residualPath, "residual", explainer.Residual.ToArray());
        if (prototypesPath is not null)
            Prototypes.Write(prototypesPath, model, data, top);
        heatmaps?.Write(context.Cancellation);

        var facts = new Dictionary<string, object?>
        {
            ["rows"] = data.RowCount,
            ["features"] = data.FeatureCount,
            ["rule"] = Rules.Name(rule),
            ["seconds"] = watch.Elapsed.TotalSeconds,
            ["output"] = output,
        };
        string summary = $"{Numbers.Count(data.RowCount)} rows explained in {Numbers.Time(watch.Elapsed)} (rule {Rules.Name(rule)}); " +
            $"written to {output}.";
        if (known is null)
            context.Answer(facts, summary);
        else
            Answer(context, facts, summary, [.. explainer.MostAnomalous(RowsNamed, FeaturesNamed)], known);
    }

    /// <summary>Says what was done, and which rows are the most anomalous by which features.</summary>
    private static void Answer(
        RunContext context, Dictionary<string, object?> facts, string summary, ExplainedRow[] worst, IReadOnlyList<string> names)
    {
        facts["most_anomalous"] = worst.Select(row => row.Facts(names));
        context.Answer(facts, [summary, .. worst.Select(row => RowText.Line(row, names))]);
    }

    private ImageShape Shape(ParseResult parsed, SavedModel saved, DataTable data) =>
        ModelFiles.Shape(parsed.GetValue(_shape), data.FeatureCount, ModelFiles.Shape(saved.Description.Shape) ?? data.Shape)
        ?? throw new UsageException("--heatmaps needs --shape H,W[,C]: neither the model file nor the data say how a row is an image.");
}
