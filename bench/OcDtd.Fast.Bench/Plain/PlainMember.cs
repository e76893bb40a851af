namespace OcDtd.Fast.Bench.Plain;

/// <summary>
/// A kernel density estimate as plain loops in double, written from the formulas and sharing nothing with the engine: the baseline of
/// every ratio and what errors are measured against.
/// </summary>
internal sealed class PlainMember
{
    private readonly double[] _distances;

    internal PlainMember(float[] rows, int first, int count, int features, double gamma)
    {
        Rows = rows.AsMemory(first * features, count * features);
        Count = count;
        Features = features;
        Gamma = gamma;
        _distances = new double[count];
    }

    internal ReadOnlyMemory<float> Rows { get; }

    internal int Count { get; }

    internal int Features { get; }

    internal double Gamma { get; }

    /// <summary>−log a_i, the same for all.</summary>
    internal double NegativeLog => Math.Log(Count);

    internal ReadOnlySpan<float> Row(int i) => Rows.Span.Slice(i * Features, Features);

    /// <summary>d²_i for every support vector; overwritten by the next call.</summary>
    internal double[] Distances(ReadOnlySpan<float> x)
    {
        for (int i = 0; i < Count; i++)
            _distances[i] = SquaredDistance(x, Row(i));
        return _distances;
    }

    /// <summary>o = −log Σ_i a_i e^(−γ d²_i) (eq 1.3).</summary>
    internal double Score(ReadOnlySpan<float> x) => Pool(Distances(x));

    /// <summary>The same with features left out where <paramref name="mask"/> is 0 (eq 1.16).</summary>
    internal double Score(ReadOnlySpan<float> x, ReadOnlySpan<float> mask)
    {
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> u = Row(i);
            double sum = 0;
            for (int j = 0; j < x.Length; j++)
            {
                double t = mask[j] * ((double)x[j] - u[j]);
                sum += t * t;
            }

            _distances[i] = sum;
        }

        return Pool(_distances);
    }

    /// <summary>R_j = Σ_i (x_j − u_ij)² p_i min(o/d²_i, γ) (eqs 1.9, 1.14).</summary>
    internal double Explain(ReadOnlySpan<float> x, double[] relevance)
    {
        double[] distances = Distances(x);
        double o = Pool(distances);
        Array.Clear(relevance);
        for (int i = 0; i < Count; i++)
        {
            double p = Math.Exp(o - Gamma * distances[i] - NegativeLog);
            double weight = p * (Gamma * distances[i] <= o ? Gamma : o / distances[i]);
            ReadOnlySpan<float> u = Row(i);
            for (int j = 0; j < relevance.Length; j++)
            {
                double t = (double)x[j] - u[j];
                relevance[j] += weight * t * t;
            }
        }

        return o;
    }

    internal static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> u)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++)
        {
            double t = (double)x[j] - u[j];
            sum += t * t;
        }

        return sum;
    }

    private double Pool(double[] distances)
    {
        double nearest = double.PositiveInfinity;
        foreach (double d in distances)
            nearest = Math.Min(nearest, Gamma * d);
        double sum = 0;
        foreach (double d in distances)
            sum += Math.Exp(nearest - Gamma * d);
        return nearest + NegativeLog - Math.Log(sum);
    }
}
