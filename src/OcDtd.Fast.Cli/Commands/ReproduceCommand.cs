using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction;
using OcDtd.Fast.Cli.Reproduction.Mnist;
using OcDtd.Fast.Cli.Reproduction.MnistC;
using OcDtd.Fast.Cli.Reproduction.Mvtec;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Thesis;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd reproduce</summary>
internal sealed class ReproduceCommand : CliCommand
{
    private const string Mnist = "mnist", MnistC = "mnist-c", Mvtec = "mvtec";

    private readonly Argument<string> _experiment;
    private readonly Option<string> _data;
    private readonly Option<string> _output;
    private readonly Option<string> _thesis;
    private readonly Option<int> _seeds;
    private readonly Option<bool> _quick;
    private readonly Option<bool> _beyond;

    internal ReproduceCommand()
        : base("reproduce", "The thesis' experiments on MNIST, MNIST-C or MVTec AD: tables beside the thesis', figures, and which of its claims hold.")
    {
        _experiment = AddArgument("EXPERIMENT", "mnist, mnist-c or mvtec.");
        _experiment.AcceptOnlyFromAmong(Mnist, MnistC, Mvtec);
        _data = AddOption<string>("--data", "DIR", "Folder of the official files: MNIST's IDX files, mnist_c or mnist_c.zip, an MVTec AD category or all of them.", required: true);
        _output = AddOption<string>("--out", "DIR", "Folder for the report and its files. One that an earlier run left is gone on with.", required: true);
        _thesis = AddOption<string>("--thesis", "DIR", "Folder of the thesis' tables (default: 'thesis' in the data's folder or one above it).");
        _seeds = AddOption<int>("--seeds", "N", "Seeds, numbered from 0 (default: as many as the experiment needs, 20 or more).");
        _quick = AddFlag("--quick", "Under a minute: few seeds and parts of the data.");
        _beyond = AddFlag("--beyond", "Also what the thesis asked and could not afford.");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string data = parsed.GetRequiredValue(_data), folder = parsed.GetRequiredValue(_output);
        ModelFiles.RequireNoFile(_output.Name, folder);
        if (!Directory.Exists(data))
            throw new InputException($"--data {data}: no such folder.");
        var settings = new ReproductionSettings(
            data, ThesisFolder.Find(parsed.GetValue(_thesis), data), Seeds(parsed), parsed.GetValue(_quick), parsed.GetValue(_beyond));
        var bench = new Workbench(context, settings);
        using Experiment experiment = Open(parsed.GetRequiredValue(_experiment), bench);
        if (settings.Thesis is null)
            context.Warn("the thesis' tables were not found, so that nothing is compared with them; --thesis names their folder.");
        if (Fonts.Installed.Missing is { } missing)
            context.Warn(missing);
        Directory.CreateDirectory(folder);
        var facts = new Dictionary<string, object?>(new ReproductionRun(bench, experiment, folder, CommandLine(parsed, bench, folder)).Run());
        string report = Path.GetFullPath(Path.Combine(folder, ReproductionReport.PageFile));
        facts["report"] = report;
        context.Answer(facts, $"Done in {Numbers.Time(TimeSpan.FromSeconds((double)facts["seconds"]!))}.", "", $"Report: {report}");
    }

    private int? Seeds(ParseResult parsed)
    {
        if (parsed.GetResult(_seeds) is null)
            return null;
        int seeds = parsed.GetValue(_seeds);
        return seeds >= 1 ? seeds : throw new InputException($"--seeds is {seeds}; expected 1 or more.");
    }

    private static Experiment Open(string name, Workbench bench) => name switch
    {
        Mnist => new MnistExperiment(bench),
        MnistC => new MnistCExperiment(bench),
        Mvtec => new MvtecExperiment(bench),
        _ => throw new InvalidOperationException($"there is no experiment '{name}'."),
    };

    /// <summary>What to type to have the same again, with what was left to defaults.</summary>
    private string CommandLine(ParseResult parsed, Workbench bench, string folder)
    {
        ReproductionSettings settings = bench.Settings;
        var words = new List<string> { "ocdtd reproduce", parsed.GetRequiredValue(_experiment), _data.Name, settings.Data, _output.Name, folder };
        if (settings.Thesis is { } thesis)
            words.AddRange([_thesis.Name, thesis]);
        if (settings.Seeds is { } seeds)
            words.AddRange([_seeds.Name, $"{seeds}"]);
        if (settings.Quick)
            words.Add(_quick.Name);
        if (settings.Beyond)
            words.Add(_beyond.Name);
        if (bench.Batch.MaxDegreeOfParallelism is > 0 and int threads)
            words.AddRange([CommonOptions.Threads, $"{threads}"]);
        return string.Join(' ', words.Select(word => word.Contains(' ') && word != words[0] ? $"'{word}'" : word));
    }
}
