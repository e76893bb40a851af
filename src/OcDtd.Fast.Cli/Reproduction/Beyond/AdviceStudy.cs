using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What a practitioner should choose, as far as this run's numbers say.</summary>
internal sealed class AdviceStudy(IReadOnlyList<SweepStudy> studies) : Study
{
    internal override string Chapter => SweepStudy.BeyondTheThesis;

    internal override string Title => "What to choose";

    internal override void Write(TrialBook book, ReproductionReport report)
    {
        (string Choice, string Advice)[] advice = [.. studies.Select(study => study.Advice(book)).OfType<(string, string)>()];
        report.Page.Table(new HtmlTable("Advice made of this run's numbers; other data may say otherwise.", [new("Choice"), new("Advice")], [.. advice.Select(row => (HtmlCell[])[row.Choice, row.Advice])]));
        report.Fact("advice", advice.Select(row => new Dictionary<string, object?> { ["choice"] = row.Choice, ["advice"] = row.Advice }).ToArray());
    }
}
