using OcDtd.Fast.Cli.Reporting;

namespace OcDtd.Fast.Cli.Reproduction.Report;

/// <summary>The table of claims at the head of a report.</summary>
internal static class ClaimsSection
{
    /// <summary>Writes them, what is claimed of several protocols side by side.</summary>
    internal static void Write(IEnumerable<Claim> all, ReproductionReport report)
    {
        Claim[] claims = [.. all.GroupBy(claim => claim.Statement.Split(" (")[0]).SelectMany(group => group)];
        report.Fact("claims", claims.Select(claim => new Dictionary<string, object?>
        {
            ["claim"] = claim.Statement,
            ["verdict"] = Word(claim.Verdict),
            ["evidence"] = claim.Evidence,
        }).ToArray());
        if (claims.Length == 0)
            return;
        report.Page.Heading("What the thesis claims, and what we found");
        report.Page.Table(new HtmlTable(
            "Each claim with the numbers of this very run.",
            [new("Claim"), new("Verdict"), new("Evidence")],
            [.. claims.Select(claim => (HtmlCell[])[claim.Statement, new(Word(claim.Verdict), Emphasis.Strong), claim.Evidence])]));
    }

    internal static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.HoldsInPart => "holds in part",
        _ => "does not hold",
    };
}
