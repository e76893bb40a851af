using System.CommandLine;
using System.Diagnostics;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd flip</summary>
internal sealed class FlipCommand : CliCommand
{
    private readonly Argument<string> _model;
    private readonly Argument<string> _data;
    private readonly Option<string> _output;
    private readonly Option<string> _relevance;

    internal FlipCommand()
        : base("flip", "Pixel-flipping curves: outlierness o_0 … o_d as features are masked, most relevant first; float32 (n, d+1).")
    {
        _model = AddArgument("MODEL", "A model file.");
        _data = AddArgument("DATA", "Rows: .npy, .csv, IDX, or a folder of images.");
        _output = AddOption<string>("--output", "C.npy", "Where to write the curves: .npy (<f4, (n, d+1)) or .csv.", required: true, "-o");
        _relevance = AddOption<string>("--relevance", "R.npy", "Mask by this relevance (n, d) instead of the model's own.");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string output = parsed.GetRequiredValue(_output);
        ModelFiles.RequireFolder(output);
        SavedModel saved = ModelFiles.Load(parsed.GetRequiredValue(_model));
        OneClassModel model = saved.Model;
        using DataTable data = ModelFiles.ReadData(parsed.GetRequiredValue(_data), saved, context.Cancellation);
        float[,] relevance = parsed.GetValue(_relevance) is { } path
            ? ReadRelevance(path, data, context)
            : Explain(model, data, saved.Description.Rule, context);

        float[,] curves = new float[data.RowCount, model.FeatureCount + 1];
        var watch = Stopwatch.StartNew();
        context.WithProgress(
            "Masking", data.RowCount, options => PixelFlipping.Curves(model, data.Rows.ToArray(), relevance, curves, options));
        watch.Stop();
        using (IMatrixOutput matrix = Outputs.CreateMatrix(output, data.RowCount, Outputs.Numbered("o", model.FeatureCount + 1)))
        {
            matrix.Write(curves.AsSpan());
            matrix.Commit();
        }

        var facts = new Dictionary<string, object?>
        {
            ["rows"] = data.RowCount,
            ["steps"] = model.FeatureCount + 1,
            ["seconds"] = watch.Elapsed.TotalSeconds,
            ["output"] = output,
        };
        context.Answer(
            facts,
            $"{Numbers.Count(data.RowCount)} curves of {model.FeatureCount + 1} steps in {Numbers.Time(watch.Elapsed)}; written to {output}.");
    }

    private static float[,] Explain(OneClassModel model, DataTable data, RelevanceRule rule, RunContext context)
    {
        float[,] relevance = new float[data.RowCount, model.FeatureCount];
        model.Explain(data.Rows, relevance, rule: rule, options: context.Batch);
        return relevance;
    }

    private static float[,] ReadRelevance(string path, DataTable data, RunContext context)
    {
        using DataTable relevance = DataReader.Read(path, context.Cancellation);
        if (relevance.RowCount != data.RowCount || relevance.FeatureCount != data.FeatureCount)
        {
            throw new InputException(
                $"{path}: is {relevance.RowCount} × {relevance.FeatureCount}; expected {data.RowCount} × {data.FeatureCount}, as {data.Source}.");
        }

        return relevance.Rows.ToArray();
    }
}
