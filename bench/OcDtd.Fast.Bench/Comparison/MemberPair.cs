using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison;

/// <summary>The three ensembles of the same two members: training rows 0 to count − 1, and the next count.</summary>
internal sealed class MemberPair
{
    /// <summary>k and l of local Times.</summary>
    internal const int Neighbors = 10;

    private readonly Lazy<GlobalTimesEnsemble> _global;

    internal MemberPair(BenchRows rows, int count, double gamma)
    {
        First = KernelDensity.Fit(rows.TrainRows(0, count), gamma);
        Second = KernelDensity.Fit(rows.TrainRows(count, count), gamma);
        Bagging = new BaggingEnsemble(First, Second);
        Local = new LocalTimesEnsemble(First, Second, Neighbors);
        // log α, the long part of making either, is the same for both.
        _global = new(() => GlobalTimesEnsemble.Restore(First, Second, Local.LogAlpha));
        PlainFirst = new PlainMember(rows.Train, 0, count, BenchRows.Features, gamma);
        PlainSecond = new PlainMember(rows.Train, count, count, BenchRows.Features, gamma);
        MultiplyAddsPerRow = (double)count * (rows.VaryingFeatures(0, count) + rows.VaryingFeatures(count, count));
    }

    internal SupportVectorModel First { get; }

    internal SupportVectorModel Second { get; }

    internal BaggingEnsemble Bagging { get; }

    internal GlobalTimesEnsemble Global => _global.Value;

    internal LocalTimesEnsemble Local { get; }

    internal PlainMember PlainFirst { get; }

    internal PlainMember PlainSecond { get; }

    /// <summary>That the distances of a row to both members take, without features that are constant over a member.</summary>
    internal double MultiplyAddsPerRow { get; }
}
