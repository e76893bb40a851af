using System.CommandLine;
using System.Diagnostics;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Data;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd explain</summary>
internal sealed class ExplainCommand : CliCommand
{
    /// <summary>Rows explained at a time, so that the relevance of a huge batch need not be held.</summary>
    private const int ChunkRows = 2048;

    private readonly Argument<string> _model;
    private readonly Argument<string> _data;
    private readonly Option<string> _output;
    private readonly Option<string> _rule;
    private readonly Option<string> _residual;
    private readonly Option<string> _prototypes;
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
        _top = AddOption<int>("--top", "N", "How many of them a row (default: 5).");
        _heatmaps = AddOption<string>("--heatmaps", "DIR", "Also draw each row's relevance as a PNG, on one colour scale for all.");
        _shape = AddOption<string>("--shape", "H,W[,C]", "How a row is an image (default: as the model file or the data say).");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string output = parsed.GetRequiredValue(_output);
        string? residualPath = parsed.GetValue(_residual), prototypesPath = parsed.GetValue(_prototypes), folder = parsed.GetValue(_heatmaps);
        int top = parsed.GetResult(_top) is null ? 5 : parsed.GetValue(_top);
        if (top < 1)
            throw new InputException($"--top is {top}; expected 1 or more.");
        foreach (string? path in new[] { output, residualPath, prototypesPath })
        {
            if (path is not null)
                ModelFiles.RequireFolder(path);
        }

        if (folder is not null)
            ModelFiles.RequireNoFile(_heatmaps.Name, folder);

        SavedModel saved = ModelFiles.Load(parsed.GetRequiredValue(_model));
        OneClassModel model = saved.Model;
        using DataTable data = ModelFiles.ReadData(parsed.GetRequiredValue(_data), saved, context.Cancellation);
        RelevanceRule rule = parsed.GetValue(_rule) is { } named ? Rules.Parse(named) : saved.Description.Rule;
        HeatmapFolder? heatmaps = folder is null ? null : new HeatmapFolder(folder, data, Shape(parsed, saved, data));

        float[] residual = new float[data.RowCount];
        var watch = Stopwatch.StartNew();
        IReadOnlyList<string> names = saved.Description.FeatureNames ?? data.FeatureNames ?? Outputs.Numbered("feature", model.FeatureCount);
        using (IMatrixOutput matrix = Outputs.CreateMatrix(output, data.RowCount, names))
        {
            context.WithProgress("Explaining", data.RowCount, options => ExplainChunks(model, data, rule, matrix, heatmaps, residual, options));
            matrix.Commit();
        }

        watch.Stop();
        if (residualPath is not null)
            Outputs.WriteVector(residualPath, "residual", residual);
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
        context.Answer(
            facts,
            $"{Numbers.Count(data.RowCount)} rows explained in {Numbers.Time(watch.Elapsed)} (rule {Rules.Name(rule)}); written to {output}.");
    }

    private ImageShape Shape(ParseResult parsed, SavedModel saved, DataTable data) =>
        ModelFiles.Shape(parsed.GetValue(_shape), data.FeatureCount, ModelFiles.Shape(saved.Description.Shape) ?? data.Shape)
        ?? throw new UsageException("--heatmaps needs --shape H,W[,C]: neither the model file nor the data say how a row is an image.");

    private static void ExplainChunks(
        OneClassModel model,
        DataTable data,
        RelevanceRule rule,
        IMatrixOutput matrix,
        HeatmapFolder? heatmaps,
        float[] residual,
        BatchOptions options)
    {
        float[,] relevance = new float[Math.Min(ChunkRows, data.RowCount), model.FeatureCount];
        for (int first = 0; first < data.RowCount; first += ChunkRows)
        {
            int count = Math.Min(ChunkRows, data.RowCount - first);
            Span2D<float> part = relevance.AsSpan2D(0, 0, count, model.FeatureCount);
            BatchOptions chunk = options with { Progress = Shifted(options.Progress, first) };
            model.Explain(data.Rows.Slice(first, 0, count, model.FeatureCount), part, default, residual.AsSpan(first, count), rule, chunk);
            part.TryGetSpan(out Span<float> rows);
            matrix.Write(rows);
            heatmaps?.Keep(part);
        }
    }

    private static ShiftedProgress? Shifted(IProgress<int>? progress, int by) => progress is null ? null : new ShiftedProgress(progress, by);

    private sealed class ShiftedProgress(IProgress<int> progress, int by) : IProgress<int>
    {
        public void Report(int value) => progress.Report(by + value);
    }
}
