using System.CommandLine;
using System.Diagnostics;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Demo;
using OcDtd.Fast.Cli.Reporting;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd demo</summary>
internal sealed class DemoCommand : CliCommand
{
    private readonly Option<string> _output;

    internal DemoCommand()
        : base("demo", "The main job on embedded digits: train, score, explain, export, check, report. Needs nothing else.") =>
        _output = AddOption<string>("--out", "DIR", "Folder for the report and its files (default: ocdtd-demo).");

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string folder = parsed.GetValue(_output) ?? "ocdtd-demo";
        ModelFiles.RequireNoFile(_output.Name, folder);
        Directory.CreateDirectory(folder);
        if (Fonts.Installed.Missing is { } missing)
            context.Warn(missing);

        var watch = Stopwatch.StartNew();
        DemoResults results = new DemoRun(context, folder).Run();
        string[] next = Next(folder);
        DemoReport.Write(folder, results, next);

        string report = Path.GetFullPath(Path.Combine(folder, DemoReport.ReportFile));
        Dictionary<string, object?> facts = DemoReport.Facts(results);
        facts["report"] = report;
        OnnxComparison onnx = results.Onnx;
        context.Answer(facts,
        [
            $"ONNX Runtime against the engine on {Numbers.Count(onnx.Rows)} rows: largest difference {onnx.LargestDifference:g2} " +
            $"({onnx.LargestRelativeDifference:g2} relative); relevance of {Numbers.Count(onnx.Explanations.Rows)} rows: " +
            $"{onnx.Explanations.LargestRelativeDifference:g2} of a row's largest.",
            $"Done in {Numbers.Time(watch.Elapsed)}.",
            "",
            $"Report: {report}",
            "",
            "Try next:",
            .. next.Select(line => "  " + line),
        ]);
    }

    private static string[] Next(string folder)
    {
        string program = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "ocdtd"
            ? Path.GetRelativePath(Environment.CurrentDirectory, path)
            : "ocdtd";
        string model = Path.Combine(folder, DemoRun.ModelFile), samples = Path.Combine(folder, DemoRun.SamplesFile);
        string Output(string name) => Path.Combine(folder, name);
        return
        [
            $"{program} inspect {model}",
            $"{program} score {model} {samples} -o {Output("outlierness.npy")}",
            $"{program} explain {model} {samples} -o {Output("relevance.npy")} --heatmaps {Output("heatmaps")}",
            $"{program} view {model}",
            $"{program} fit YOUR_NORMAL_ROWS.csv -o my.onnx --ensemble local-times",
        ];
    }
}
