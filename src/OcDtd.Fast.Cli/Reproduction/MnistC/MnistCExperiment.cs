using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reproduction.Beyond;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>Section 3.2: clean digits against corrupted ones.</summary>
internal sealed class MnistCExperiment : Experiment
{
    private readonly MnistData _data;
    private readonly MnistCorruptions _corruptions;
    private readonly CorruptionTask _task;

    internal MnistCExperiment(Workbench bench)
    {
        _data = MnistData.Read(bench.Settings.Data, bench.Context.Cancellation);
        _corruptions = MnistCorruptions.Open(bench.Settings.Data);
        _task = new CorruptionTask(_data, _corruptions, bench.Context.Cancellation);
        if (_data.Train.RowCount < 2 * CorruptionLab.Size || !_data.TestLabels.Contains(CorruptionHeatmaps.ShownDigit))
        {
            throw new InputException(
                $"{bench.Settings.Data}: holds {_data.Train.RowCount} training images, and {_data.TestLabels.Count(label => label == CorruptionHeatmaps.ShownDigit)} test images of digit {CorruptionHeatmaps.ShownDigit}; "
                + $"expected {2 * CorruptionLab.Size} or more, and one or more.");
        }

        var authors = new CorruptionMembers(_task, new AuthorsSettings(), CorruptionLab.SizesUpTo(_task.TrainCount / 2, bench), bench.Batch);
        var written = new CorruptionMembers(_task, new AsWritten(bench.Batch), [CorruptionLab.Size], bench.Batch);
        CorruptionTrials authorsTrials = new(bench, _task, authors, Plan(bench)), writtenTrials = new(bench, _task, written, Plan(bench));
        var lab = new CorruptionLab(bench, _task, authors, () => written.Gamma);
        Studies =
        [
            new CorruptionStudy(bench, authorsTrials),
            new CorruptionHeatmaps(bench, _task, authorsTrials),
            new CorruptionStudy(bench, writtenTrials),
            new SweepStudy(Growth.Make(lab)),
            .. bench.Settings.Beyond ? CorruptionBeyond.Studies(lab) : [],
        ];
    }

    internal override string Name => "mnist-c";

    internal override string Title => "The thesis' experiments on MNIST-C";

    internal override string Introduction =>
        "Models of clean digits are asked about corrupted ones: whether they notice, and whether their heatmaps show the pixels that were changed (section 3.2 of the thesis).";

    internal override IReadOnlyList<string> Files => [.. _data.Files, .. _corruptions.Files];

    internal override IReadOnlyList<Study> Studies { get; }

    public override void Dispose()
    {
        _task.Dispose();
        _data.Dispose();
    }

    private static CorruptionPlan Plan(Workbench bench)
    {
        int seeds = bench.Settings.SeedsOr(20, 2);
        return bench.Settings.Quick
            ? new(CorruptionLab.Size, seeds, ScoredStep: 5, ExplainedStep: 20, Weight: 8)
            : new(CorruptionLab.Size, seeds, ScoredStep: 1, ExplainedStep: 5, Weight: 8);
    }
}
