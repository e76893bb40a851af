using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>The three ensembles of the same two members.</summary>
internal sealed class MemberPair
{
    internal MemberPair(BenchRows rows, int count, double gamma, int neighbors)
    {
        First = KernelDensity.Fit(rows.TrainRows(0, count), gamma);
        Second = KernelDensity.Fit(rows.TrainRows(count, count), gamma);
        Bagging = new BaggingEnsemble(First, Second);
        Global = new GlobalTimesEnsemble(First, Second);
        Local = new LocalTimesEnsemble(First, Second, neighbors);
        PlainFirst = new PlainMember(rows.Train, 0, count, BenchRows.Features, gamma);
        PlainSecond = new PlainMember(rows.Train, count, count, BenchRows.Features, gamma);
    }

    internal SupportVectorModel First { get; }

    internal SupportVectorModel Second { get; }

    internal BaggingEnsemble Bagging { get; }

    internal GlobalTimesEnsemble Global { get; }

    internal LocalTimesEnsemble Local { get; }

    internal PlainMember PlainFirst { get; }

    internal PlainMember PlainSecond { get; }

    /// <summary>Squared differences that a row takes.</summary>
    internal long Differences => (long)(First.Packed.PaddedCount + Second.Packed.PaddedCount) * BenchRows.Features;
}
