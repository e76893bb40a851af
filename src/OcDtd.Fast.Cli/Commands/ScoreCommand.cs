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

    internal ScoreCommand()
        : base("score", "Says how anomalous each row is: one float32 a row, larger is more anomalous.")
    {
        _model = AddArgument("MODEL", "A model file.");
        _data = AddArgument("DATA", "Rows: .npy, .csv, IDX, or a folder of images.");
        _output = AddOption<string>("--output", "O.npy", "Where to write the scores: .npy (<f4, (n,)) or .csv.", required: true, "-o");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string output = parsed.GetRequiredValue(_output);
        ModelFiles.RequireFolder(output);
        SavedModel saved = ModelFiles.Load(parsed.GetRequiredValue(_model));
        using DataTable data = ModelFiles.ReadData(parsed.GetRequiredValue(_data), saved, context.Cancellation);

        float[] scores = new float[data.RowCount];
        var watch = Stopwatch.StartNew();
        context.WithProgress("Scoring", data.RowCount, options => saved.Model.Score(data.Rows, scores, options));
        watch.Stop();
        Outputs.WriteVector(output, "outlierness", scores);

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
        context.Answer(
            facts,
            $"{Numbers.Count(data.RowCount)} rows scored in {Numbers.Time(watch.Elapsed)}; outlierness " +
            $"{scores[0]:g4} (min), {scores[scores.Length / 2]:g4} (median), {scores[^1]:g4} (max); written to {output}.");
    }
}
