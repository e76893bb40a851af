using System.Diagnostics;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Trials;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction;

/// <summary>Runs an experiment's trials, those that a folder does not hold yet, and writes its report.</summary>
internal sealed class ReproductionRun(Workbench bench, Experiment experiment, string folder, string command)
{
    internal const string JournalFile = "trials.jsonl";

    /// <summary>All of it; returns the facts that results.json holds.</summary>
    internal IReadOnlyDictionary<string, object?> Run()
    {
        var watch = Stopwatch.StartNew();
        IReadOnlyList<(string Name, string Sha256)> checksums = DataChecksums.Of(experiment.Files, bench.Settings.Data, bench.Context.Cancellation);
        var book = new TrialBook();
        // Open until the report is written: what stands in a folder is of one run.
        using TrialJournal journal = TrialJournal.Open(Path.Combine(folder, JournalFile), Origin(checksums), book);
        if (journal.IsBegunAnew)
            bench.Context.Warn($"{folder} holds trials of other data or of another build; they are kept as {JournalFile}{TrialJournal.Aside}, and all is computed anew.");
        new TrialRunner(bench.Context, book, journal).Run(experiment.Title, [.. experiment.Studies.SelectMany(study => study.Trials)]);

        bench.Context.Say("Writing the report");
        var facts = new Dictionary<string, object?>
        {
            ["experiment"] = experiment.Name,
            ["command"] = command,
            ["version"] = EngineInfo.Version,
            ["data_sha256"] = checksums.ToDictionary(file => file.Name, file => (object?)file.Sha256),
            ["thesis_tables"] = bench.Settings.Thesis,
        };
        Write(book, checksums, facts);
        facts["seconds"] = watch.Elapsed.TotalSeconds;
        return facts;
    }

    /// <summary>What numbers depend on besides a trial's settings: the data, and this very build.</summary>
    private static string Origin(IReadOnlyList<(string Name, string Sha256)> checksums) => string.Join(
        ' ', checksums.Select(file => $"{file.Name}={file.Sha256}").Prepend($"ocdtd {EngineInfo.Version} {Build(typeof(EngineInfo))} {Build(typeof(MnistData))} {Build(typeof(ReproductionRun))}"));

    private static string Build(Type type) => type.Module.ModuleVersionId.ToString("N");

    private void Write(TrialBook book, IReadOnlyList<(string Name, string Sha256)> checksums, Dictionary<string, object?> facts)
    {
        var page = new HtmlReport(experiment.Title, $"OcDtd.Fast {EngineInfo.Version}: ocdtd reproduce {experiment.Name}");
        var report = new ReproductionReport(folder, page, facts);
        if (Fonts.Installed.Missing is { } missing)
            page.Warning(missing);
        page.Paragraph(experiment.Introduction);
        page.Contents();
        if (bench.Settings.Thesis is null)
            page.Note("The thesis' tables were not found (--thesis names their folder), so that our numbers stand alone.");
        if (bench.Settings.Quick)
            page.Warning("This is a quick run (--quick): few seeds, and parts of the data. Its intervals are rough, and its verdicts hints.");
        else if (bench.Settings.Seeds < SeedSummary.Enough)
            page.Warning($"This is a run of {bench.Settings.Seeds} seeds: its intervals are rough, and its verdicts hints.");
        ClaimsSection.Write(experiment.Studies.SelectMany(study => study.Claims(book)), report);
        string? chapter = null;
        foreach (Study study in experiment.Studies)
        {
            bench.Context.Cancellation.ThrowIfCancellationRequested();
            if (study.Chapter is { } next && next != chapter)
                page.Heading(next);
            chapter = study.Chapter;
            if (chapter is null)
                page.Heading(study.Title);
            else
                page.Subheading(study.Title);
            study.Write(book, report);
        }

        page.Heading("How to have these numbers again");
        page.Code(command);
        page.Facts([("Version", EngineInfo.Version), ("Trials", $"{experiment.Studies.SelectMany(study => study.Trials).DistinctBy(trial => trial.Key).Count()}, numbered by seed from 0; kept in {JournalFile}"), .. checksums.Select(file => ($"SHA-256 of {file.Name}", file.Sha256))]);
        report.Write();
    }
}
