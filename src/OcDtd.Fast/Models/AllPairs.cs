namespace OcDtd.Fast;

/// <summary>All pairs: global Times.</summary>
internal sealed class AllPairs : PairList
{
    private readonly GlobalTimesEnsemble _model;
    private readonly double[] _distances;
    private readonly double _kappa;

    /// <summary>Pairs with <paramref name="distances"/> ‖u_i − v_j‖², or null where they are not kept: then nothing can be filled in.</summary>
    internal AllPairs(GlobalTimesEnsemble model, double[]? distances)
    {
        _model = model;
        _distances = distances ?? [];
        _kappa = MemberProduct.Kappa(model.First, model.Second);
        LargestExponent = distances is null
            ? double.PositiveInfinity
            : _kappa * distances.Max() - model.First.Screen.SmallestLog - model.Second.Screen.SmallestLog;
    }

    internal override long Count => (long)_model.First.SupportVectorCount * _model.Second.SupportVectorCount;

    internal override double LargestExponent { get; }

    internal override void Fill(long start, Span<int> first, Span<int> second, Span<float> negatedExponents)
    {
        int i = (int)(start / _model.Second.SupportVectorCount), j = (int)(start % _model.Second.SupportVectorCount);
        ReadOnlySpan<double> logs = _model.First.LogDualCoefficients, partnerLogs = _model.Second.LogDualCoefficients;
        for (int e = 0; e < first.Length; e++)
        {
            first[e] = i;
            second[e] = j;
            negatedExponents[e] = (float)(logs[i] + partnerLogs[j] - _kappa * _distances[start + e]);
            if (++j == _model.Second.SupportVectorCount)
                (i, j) = (i + 1, 0);
        }
    }

    internal override PairPool Pool(PairedRow row) => new(
        row.FirstPool.Sum * row.SecondPool.Sum,
        SupportVectorModel.NotNegative(row.FirstPool.Outlierness + row.SecondPool.Outlierness + _model.LogAlpha),
        row.FirstPool.Error + row.SecondPool.Error);
}
