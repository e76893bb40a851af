using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>One row explained by local Times of two small members, beside PyTorch over virtual support vectors in memory.</summary>
internal static class TimesExplainSection
{
    private const int Count = 100;
    private const int Row = 1;

    internal static void Run(Report report)
    {
        BenchRows rows = report.Bench.Rows;
        var pair = new MemberPair(rows, Count, Regimes.Sharp);
        PlainPair plain = PlainPair.OfAllPairs(pair);
        float[] relevance = new float[BenchRows.Features];
        Case engine = Case.Here("engine", () => pair.Local.Explain(rows.TestRow(Row), relevance)) with
        {
            Error = () => plain.LocalError(rows.TestRow(Row), relevance),
        };
        Case loop = Case.Here("plain loop over virtual support vectors, double", () => plain.ExplainLocal(rows.TestRow(Row)));
        Case[] torch = Torch(report, plain);
        RunResult result = report.Measure(
            $"Local Times explain, m = n = {Count}, k = l = {MemberPair.Neighbors}, {BenchRows.Features} features, γ = {Regimes.Sharp}, " +
            "one row, 1 thread",
            [engine, loop, .. torch],
            seconds: 5);
        const string Work = "local Times explain, one row";
        report.AtMost($"{Work}: time", 25e-6, result[engine].Minimum, result[engine].Median, Format.Time, Report.Remark(result));
        report.TimesAsFast($"{Work}: against PyTorch autograd", 400, result, torch.FirstOrDefault(), engine);
    }

    private static Case[] Torch(Report report, PlainPair plain)
    {
        Workbench bench = report.Bench;
        if (report.Python("torch_peer.py", threads: 1) is not { } peer)
            return [];

        string u = bench.Write("first-member", bench.Rows.TrainRows(0, Count));
        string v = bench.Write("second-member", bench.Rows.TrainRows(Count, Count));
        peer.Ask("members", u, v, Regimes.Sharp, MemberPair.Neighbors);
        return
        [
            Explain("copies", $"{peer.Version} autograd, a copy of the row for each root") with { PeakBytes = () => peer.PeakBytes },
            Explain("gate", $"{peer.Version} autograd, through a factor for each feature"),
        ];

        Case Explain(string command, string name) =>
            Case.Elsewhere(name, () => peer.Ask(command, bench.RowsFile, Row, NpyRows.NoFile)) with
            {
                Error = () =>
                {
                    peer.Ask(command, bench.RowsFile, Row, bench.File("relevance.npy"));
                    return plain.LocalError(bench.Rows.TestRow(Row), NpyRows.Read(bench.File("relevance.npy")).Values);
                },
            };
    }
}
