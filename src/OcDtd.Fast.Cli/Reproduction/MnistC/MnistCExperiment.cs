using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>Section 3.2: clean digits against corrupted ones.</summary>
internal sealed class MnistCExperiment : Experiment
{
    private readonly MnistData _data;
    private readonly MnistCorruptions _corruptions;

    internal MnistCExperiment(Workbench bench)
    {
        _data = MnistData.Read(bench.Settings.Data, bench.Context.Cancellation);
        _corruptions = MnistCorruptions.Open(bench.Settings.Data);
        var task = new CorruptionTask(_data, _corruptions, bench.Context.Cancellation);
        var authors = new CorruptionTrials(bench, task, new AuthorsSettings(), Plan(bench, 100));
        var written = new CorruptionTrials(bench, task, new AsWritten(bench.Batch), Plan(bench, 100));
        Studies =
        [
            new CorruptionStudy(bench, authors),
            new CorruptionHeatmaps(bench, task, authors),
            new CorruptionStudy(bench, written),
        ];
    }

    internal override string Name => "mnist-c";

    internal override string Title => "The thesis' experiments on MNIST-C";

    internal override string Introduction =>
        "Models of clean digits are asked about corrupted ones: whether they notice, and whether their heatmaps show the pixels that were changed (section 3.2 of the thesis).";

    internal override IReadOnlyList<string> Files => [.. _data.Files, .. _corruptions.Files];

    internal override IReadOnlyList<Study> Studies { get; }

    public override void Dispose() => _data.Dispose();

    /// <summary>Larger models cost more, a row, by the square of their size: fewer rows and seeds keep the whole affordable.</summary>
    internal static CorruptionPlan Plan(Workbench bench, int size) => size switch
    {
        <= 100 => new(size, bench.Settings.SeedsOr(20, 2), ScoredStep: bench.Settings.Quick ? 5 : 1, ExplainedStep: bench.Settings.Quick ? 20 : 5, Weight: 8),
        <= 300 => new(size, bench.Settings.SeedsOr(10, 1), 2, 10, 12),
        <= 1000 => new(size, bench.Settings.SeedsOr(5, 1), 5, 20, 20),
        _ => new(size, bench.Settings.SeedsOr(2, 1), 10, 50, 60),
    };
}
