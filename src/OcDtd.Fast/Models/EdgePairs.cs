using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>The edges of one half of local Times.</summary>
internal sealed class EdgePairs : PairList
{
    private readonly LocalTimesEnsemble _model;
    private readonly NeighborEdges _edges;
    private readonly float[] _negatedExponents;

    internal EdgePairs(LocalTimesEnsemble model, NeighborEdges edges)
    {
        _model = model;
        _edges = edges;
        _negatedExponents = new float[edges.Indices.Length];
        for (int e = 0; e < _negatedExponents.Length; e++)
        {
            double exponent = edges.Exponent(e);
            LargestExponent = Math.Max(LargestExponent, exponent);
            _negatedExponents[e] = (float)-exponent;
        }
    }

    internal override long Count => _negatedExponents.Length;

    internal override double LargestExponent { get; }

    internal override void Fill(long start, Span<int> first, Span<int> second, Span<float> negatedExponents)
    {
        int k = _edges.NeighborCount;
        Span<int> centers = _edges.StartAtFirst ? first : second, partners = _edges.StartAtFirst ? second : first;
        for (int e = 0; e < centers.Length; e++)
            centers[e] = ((int)start + e) / k;
        _edges.Indices.Slice((int)start, partners.Length).CopyTo(partners);
        _negatedExponents.AsSpan((int)start, partners.Length).CopyTo(negatedExponents);
    }

    internal override PairPool Pool(PairedRow row)
    {
        ReadOnlySpan<float> centers = _edges.StartAtFirst ? row.FirstWeights : row.SecondWeights;
        ReadOnlySpan<float> partners = _edges.StartAtFirst ? row.SecondWeights : row.FirstWeights;
        double sum = EdgeSums.OfOne(centers, partners, _edges.Indices, _edges.NeighborCount);
        double o = _model.HalfOutlierness(row.Minimum, sum, _edges.StartAtFirst);
        return new PairPool(sum, o, LocalTimesTile.Error(row.LargestError, Count, sum));
    }
}
