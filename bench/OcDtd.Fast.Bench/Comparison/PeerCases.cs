using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison;

/// <summary>The smooth score of the batch by everyone else; what is not installed is noted and left out.</summary>
internal static class PeerCases
{
    private const double Gamma = Regimes.Smooth;

    /// <summary>The bare product of the score's shape, one case for each choice of kernels.</summary>
    internal static Case[] Sgemm(Report report, IEnumerable<(string Kernels, PeerProcess Peer)> peers, int threads) =>
        [.. peers.Select(p => Case.Elsewhere($"sgemm alone, {p.Kernels}", () => p.Peer.Ask("sgemm", threads, Workbench.RowCount)) with
        {
            Rows = Workbench.RowCount,
            Floor = Floors.MultiplyAdds((double)Workbench.RowCount * report.Bench.Count * BenchRows.Features, threads),
            PeakBytes = () => p.Peer.PeakBytes,
        })];

    /// <summary>One process for each choice of OpenBLAS' kernels.</summary>
    internal static (string Kernels, PeerProcess Peer)[] OpenBlas(Report report)
    {
        var found = new List<(string, PeerProcess)>();
        foreach (string? kernels in OpenBlasKernels.Choices)
        {
            if (report.Child(OpenBlasKernels.Child(report.Bench.SupportVectorsFile, report.Bench.RowsFile, kernels)) is { } peer)
                found.Add((peer.Version, peer));
        }

        return [.. found.DistinctBy(peer => peer.Item1)];
    }

    /// <summary>A whole score around that product, by the last of the choices of kernels, in a process of its own.</summary>
    internal static Case[] SgemmScore(Report report, int threads)
    {
        Workbench bench = report.Bench;
        if (report.Child(OpenBlasKernels.Child(bench.SupportVectorsFile, bench.RowsFile, OpenBlasKernels.Choices[^1])) is not { } peer)
            return [];
        return [Score(report, $"sgemm + log-sum-exp, {peer.Version}", peer, Workbench.RowCount, ["score", threads])];
    }

    /// <summary>In place, in blocks, as numpy_score.py has it.</summary>
    internal static Case[] NumPy(Report report, int threads, string? kernels = null)
    {
        if (Start(report, "numpy_peer.py", threads, kernels) is not { } peer)
            return [];
        return [Score(report, $"NumPy in place: {peer.Version}", peer, Workbench.RowCount, ["score"])];
    }

    /// <summary>One-threaded whatever is asked; as a user gets them, each in a process of its own.</summary>
    internal static Case[] Sklearn(Report report, int rows)
    {
        var found = new List<Case>();
        foreach ((string command, string name) in new[] { ("svm", "OneClassSVM"), ("density", "KernelDensity") })
        {
            if (Start(report, "sklearn_peer.py", threads: 1) is { } peer)
                found.Add(Score(report, $"{peer.Version.Split(" (")[0]} {name}.score_samples", peer, rows, [command], mostSamples: 2));
        }

        return [.. found];
    }

    /// <summary>The engine in a process of its own, for its peak of memory.</summary>
    internal static Case[] EngineAlone(Report report, int threads)
    {
        if (report.Child(Child.Info("engine", report.Bench.SupportVectorsFile, report.Bench.RowsFile)) is not { } peer)
            return [];
        return [Score(report, "engine, a process of its own", peer, Workbench.RowCount, ["score", threads])];
    }

    /// <summary>The loops in double that are also the oracle.</summary>
    internal static Case PlainLoop(Workbench bench, int rows)
    {
        var plain = new PlainMember(bench.Rows.Train, 0, bench.Count, BenchRows.Features, Gamma);
        void Run()
        {
            for (int r = 0; r < rows; r++)
                plain.Score(bench.Rows.TestRow(r));
        }

        return Case.Here("plain C# loop, double (the oracle)", Run) with { Rows = rows, MostSamples = 5 };
    }

    internal static Case Tensors(Workbench bench, int rows)
    {
        var tensors = new TensorScore(bench.Rows.Train, bench.Count, BenchRows.Features, (float)Gamma);
        float[] scores = new float[rows];
        return Case.Here("TensorPrimitives composition", () => tensors.Compute(bench.Rows.TestRows(rows), scores)) with
        {
            Rows = rows,
            Error = () => bench.ScoreError(Gamma, scores),
        };
    }

    /// <summary>The exported graph's scores of the first rows; the caller disposes <paramref name="graph"/>.</summary>
    internal static Case OnnxScore(Workbench bench, OnnxGraph graph, int rows)
    {
        float[] scores = new float[rows];
        return Case.Here("the exported graph in ONNX Runtime", () => graph.Score(bench.Rows.Test, scores)) with
        {
            Rows = rows,
            Settles = true,
            MostSamples = rows == 1 ? int.MaxValue : 3,
            Error = () => bench.ScoreError(Gamma, scores),
        };
    }

    /// <summary>Its relevance, which brings the scores along.</summary>
    internal static Case OnnxExplain(Workbench bench, OnnxGraph graph, int rows, Func<float[], double>? error = null)
    {
        float[] relevance = new float[rows * BenchRows.Features];
        return Case.Here("the exported graph in ONNX Runtime", () => graph.Explain(bench.Rows.Test, relevance)) with
        {
            Rows = rows,
            Settles = true,
            MostSamples = rows == 1 ? int.MaxValue : 2,
            Error = error is null ? null : () => error(relevance),
        };
    }

    private static PeerProcess? Start(Report report, string script, int threads, string? kernels = null)
    {
        PeerProcess? peer = report.Python(script, threads, kernels);
        peer?.Ask("rows", report.Bench.SupportVectorsFile, report.Bench.RowsFile);
        return peer;
    }

    private static Case Score(
        Report report, string name, PeerProcess peer, int rows, object[] command, int mostSamples = int.MaxValue) =>
        Case.Elsewhere(name, () => peer.Ask([.. command, rows, Gamma, NpyRows.NoFile])) with
        {
            Rows = rows,
            MostSamples = mostSamples,
            Error = () => report.Bench.ScoreError(Gamma, file => peer.Ask([.. command, Workbench.CheckedRows, Gamma, file])),
            PeakBytes = () => peer.PeakBytes,
        };
}
