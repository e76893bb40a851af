using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Evaluation;

/// <summary>The support vectors that a pixel-flipping curve is pooled over, sixteen at a time: a member's own, or virtual ones.</summary>
internal abstract class FlippingVectors(int featureCount, double gamma)
{
    /// <summary>Sixteen rows that do not lie side by side anyway.</summary>
    private float[]? _rows;

    /// <summary>How many.</summary>
    internal abstract long Count { get; }

    /// <summary>Kernel width.</summary>
    internal double Gamma { get; } = gamma;

    /// <summary>d.</summary>
    protected int FeatureCount { get; } = featureCount;

    /// <summary>−log of support vector <paramref name="index"/>'s weight, up to a constant.</summary>
    internal abstract double NegativeLog(long index);

    /// <summary>What <see cref="Rows"/> are to be taken from.</summary>
    internal abstract ReadOnlySpan<float> Origin { get; }

    /// <summary>16 × d from support vector <paramref name="first"/> on; what lies beyond the last one is finite.</summary>
    internal abstract ReadOnlySpan<float> Rows(long first);

    /// <summary>Room for 16 × d, zeros at first.</summary>
    protected Span<float> Room() => _rows ??= new float[FlippingPanel.Lanes * FeatureCount];
}

/// <summary>A member's support vectors, where they are.</summary>
internal sealed class MemberVectors(SupportVectorModel member, float[] sample) : FlippingVectors(member.FeatureCount, member.Gamma)
{
    internal override long Count => member.SupportVectorCount;

    internal override ReadOnlySpan<float> Origin => sample;

    internal override double NegativeLog(long index) => member.NegativeLog[(int)index];

    internal override ReadOnlySpan<float> Rows(long first)
    {
        ReadOnlySpan<float> rest = member.Vectors.Rows.AsSpan((int)first * FeatureCount);
        Span<float> room = rest.Length < FlippingPanel.Lanes * FeatureCount ? Room() : default;
        if (room.IsEmpty)
            return rest[..(FlippingPanel.Lanes * FeatureCount)];
        rest.CopyTo(room);
        return room;
    }
}

/// <summary>Virtual support vectors w₁u_i + w₂v_j of a Times ensemble: what is formed is their difference from the row.</summary>
internal abstract class PairVectors(TimesEnsemble times, float[] sample) : FlippingVectors(times.FeatureCount, times.Gamma)
{
    private readonly float[] _origin = new float[sample.Length];
    private readonly double _kappa = MemberProduct.Kappa(times.First, times.Second);

    internal override ReadOnlySpan<float> Origin => _origin;

    internal override double NegativeLog(long index)
    {
        (int i, int j) = Pair(index);
        return times.First.NegativeLog[i] + times.Second.NegativeLog[j] + _kappa * PairDistanceOf(index);
    }

    internal override ReadOnlySpan<float> Rows(long first)
    {
        Span<float> rows = Room();
        for (int lane = 0; lane < Math.Min(FlippingPanel.Lanes, Count - first); lane++)
        {
            (int i, int j) = Pair(first + lane);
            VirtualRow.Compute(
                sample,
                times.First.Vectors.Row(i),
                times.Second.Vectors.Row(j),
                times.FirstWeight,
                times.SecondWeight,
                rows.Slice(lane * FeatureCount, FeatureCount));
        }

        return rows;
    }

    /// <summary>Which support vectors of the first and of the second member.</summary>
    protected abstract (int First, int Second) Pair(long index);

    /// <summary>‖u_i − v_j‖².</summary>
    protected abstract double PairDistanceOf(long index);
}

/// <summary>All pairs: global Times.</summary>
internal sealed class AllPairVectors(GlobalTimesEnsemble times, float[] sample) : PairVectors(times, sample)
{
    internal override long Count => (long)times.First.SupportVectorCount * times.Second.SupportVectorCount;

    protected override (int First, int Second) Pair(long index)
    {
        (long i, long j) = Math.DivRem(index, times.Second.SupportVectorCount);
        return ((int)i, (int)j);
    }

    protected override double PairDistanceOf(long index)
    {
        (int i, int j) = Pair(index);
        return PairDistance.Compute(times.First.Vectors.Row(i), times.Second.Vectors.Row(j));
    }
}

/// <summary>The edges of one half of local Times.</summary>
internal sealed class EdgeVectors(LocalTimesEnsemble times, NeighborEdges edges, float[] sample) : PairVectors(times, sample)
{
    internal override long Count => edges.Indices.Length;

    protected override (int First, int Second) Pair(long index)
    {
        int center = (int)index / edges.NeighborCount, partner = edges.Indices[(int)index];
        return edges.StartAtFirst ? (center, partner) : (partner, center);
    }

    protected override double PairDistanceOf(long index) => edges.Distances[(int)index];
}
