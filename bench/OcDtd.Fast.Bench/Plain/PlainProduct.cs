using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Bench.Plain;

/// <summary>
/// A product of two members over a list of pairs, the way the equations read (2.6–2.15): every virtual support vector is formed and its
/// distance taken, in double. Global Times is the list of all pairs; local Times two lists, averaged.
/// </summary>
internal sealed class PlainProduct
{
    private readonly PlainMember _first;
    private readonly PlainMember _second;
    private readonly (int I, int J)[] _pairs;
    private readonly double[] _negativeLogBeta;
    private readonly double[] _distances;
    private readonly double _gamma;
    private readonly double _w1;
    private readonly double _w2;

    /// <summary>The pairs kept; β stays normalised over all pairs, which is what <paramref name="logAlpha"/> says.</summary>
    internal PlainProduct(PlainMember first, PlainMember second, (int I, int J)[] pairs, double logAlpha)
    {
        _first = first;
        _second = second;
        _pairs = pairs;
        _gamma = first.Gamma + second.Gamma;
        _w1 = first.Gamma / _gamma;
        _w2 = second.Gamma / _gamma;
        _distances = new double[pairs.Length];
        _negativeLogBeta = [.. pairs.Select(pair => logAlpha + Exponent(first, second, pair.I, pair.J))];
    }

    /// <summary>log α = log Σ_ij a_i b_j e^(−κ‖u_i − v_j‖²), over all pairs.</summary>
    internal static double LogAlpha(PlainMember first, PlainMember second)
    {
        double sum = 0;
        foreach ((int i, int j) in AllPairs(first, second))
            sum += Math.Exp(-Exponent(first, second, i, j));
        return Math.Log(sum);
    }

    internal static (int I, int J)[] AllPairs(PlainMember first, PlainMember second) =>
        [.. Enumerable.Range(0, first.Count).SelectMany(i => Enumerable.Range(0, second.Count).Select(j => (i, j)))];

    /// <summary>Each centre's partners as pairs: (centre, partner), or the other way round for the second half.</summary>
    internal static (int I, int J)[] Pairs(ReadOnlySpan2D<int> edges, bool startAtFirst)
    {
        var pairs = new List<(int, int)>();
        for (int center = 0; center < edges.Height; center++)
        {
            for (int e = 0; e < edges.Width; e++)
                pairs.Add(startAtFirst ? (center, edges[center, e]) : (edges[center, e], center));
        }

        return [.. pairs];
    }

    internal double Score(ReadOnlySpan<float> x)
    {
        double nearest = double.PositiveInfinity;
        for (int e = 0; e < _pairs.Length; e++)
        {
            _distances[e] = Distance(x, _first.Row(_pairs[e].I), _second.Row(_pairs[e].J));
            nearest = Math.Min(nearest, _gamma * _distances[e] + _negativeLogBeta[e]);
        }

        double sum = 0;
        for (int e = 0; e < _pairs.Length; e++)
            sum += Math.Exp(nearest - _gamma * _distances[e] - _negativeLogBeta[e]);
        return nearest - Math.Log(sum);
    }

    /// <summary>Adds <paramref name="share"/> of the relevance; returns o.</summary>
    internal double AddRelevance(ReadOnlySpan<float> x, double share, double[] relevance)
    {
        double o = Score(x);
        for (int e = 0; e < _pairs.Length; e++)
        {
            double d = _distances[e];
            double p = Math.Exp(o - _gamma * d - _negativeLogBeta[e]);
            double weight = share * p * (_gamma * d <= o ? _gamma : o / d);
            ReadOnlySpan<float> u = _first.Row(_pairs[e].I), v = _second.Row(_pairs[e].J);
            for (int j = 0; j < relevance.Length; j++)
            {
                double t = x[j] - _w1 * u[j] - _w2 * v[j];
                relevance[j] += weight * t * t;
            }
        }

        return o;
    }

    private double Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> u, ReadOnlySpan<float> v)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++)
        {
            double t = x[j] - _w1 * u[j] - _w2 * v[j];
            sum += t * t;
        }

        return sum;
    }

    private static double Exponent(PlainMember first, PlainMember second, int i, int j)
    {
        double kappa = first.Gamma * second.Gamma / (first.Gamma + second.Gamma);
        return kappa * PlainMember.SquaredDistance(first.Row(i), second.Row(j)) + first.NegativeLog + second.NegativeLog;
    }
}
