using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reproduction.Beyond;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.Mnist;

/// <summary>Section 3.1: digit 2 against the rest.</summary>
internal sealed class MnistExperiment : Experiment
{
    internal const int Inlier = 2;
    private const int UsualSeeds = 100, QuickSeeds = 5;

    private readonly MnistData _data;

    internal MnistExperiment(Workbench bench)
    {
        _data = MnistData.Read(bench.Settings.Data, bench.Context.Cancellation);
        var task = new DigitTask(_data, Inlier);
        if (!task.Suffices(ShownDigits.Size) || task.TestRows(digit => digit == Inlier).Length < ShownDigits.Each)
        {
            throw new InputException(
                $"{bench.Settings.Data}: holds {task.Train.GetLength(0)} training and {task.TestRows(digit => digit == Inlier).Length} test images of digit {Inlier} and "
                + $"{task.TestRows(digit => digit != Inlier).Length} test images of others; expected {2 * ShownDigits.Size} or more, {ShownDigits.Each} or more, and one or more.");
        }

        int seeds = bench.Settings.SeedsOr(UsualSeeds, QuickSeeds);
        var authors = new AuthorsSettings();
        var shown = new ShownDigits(bench, task, authors);
        var flipping = new FlippingTrials(bench, task, authors, ShownDigits.Size, bench.Settings.Quick ? 100 : 10_000, bench.Settings.SeedsOr(20, 2));
        Studies =
        [
            new AccuracyStudy(bench, task, authors, seeds),
            new HeatmapStudy(bench, task, shown),
            new FlippingStudy(bench, task, shown, flipping),
            new AccuracyStudy(bench, task, new AsWritten(bench.Batch), seeds),
            new AccuracyStudy(bench, task, new AuthorsProgram(), seeds),
            .. bench.Settings.Beyond ? MnistBeyond.Studies(bench, _data, task) : [],
        ];
    }

    internal override string Name => "mnist";

    internal override string Title => "The thesis' experiments on MNIST";

    internal override string Introduction =>
        "One-class models of digit 2 are asked about all ten digits of MNIST's test set: how anomalous a digit is, and which pixels make it so (section 3.1 of the thesis).";

    internal override IReadOnlyList<string> Files => _data.Files;

    internal override IReadOnlyList<Study> Studies { get; }

    public override void Dispose() => _data.Dispose();
}
