using System.Runtime.InteropServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Rows of a tile to which nearly all of one member's support vectors matter: collected first, then redistributed together.</summary>
internal ref struct DenseRelevance
{
    private readonly SupportVectorModel _member;
    private readonly Span<float> _weights;
    private readonly Span<float> _rows;
    private readonly Span<double> _passed;
    private readonly Span<int> _places;
    private int _count;

    /// <summary>Room for <paramref name="rows"/> rows.</summary>
    internal DenseRelevance(SupportVectorModel member, int rows, scoped ref Workspace workspace)
    {
        _member = member;
        CenteredSupportVectors centered = member.Screen.Centered;
        _weights = workspace.Floats(checked(rows * member.Vectors.PaddedCount));
        _rows = workspace.Floats(checked(rows * centered.FeatureCount));
        _passed = workspace.Doubles(rows);
        _places = workspace.Ints(rows);
    }

    /// <summary>Where the next row's w_i go; they stay if it is added.</summary>
    internal readonly Span<float> NextWeights => _weights.Slice(_count * _member.Vectors.PaddedCount, _member.Vectors.PaddedCount);

    /// <summary>Takes row <paramref name="place"/> of the tile, whose w_i are in <see cref="NextWeights"/>; returns its residual.</summary>
    internal double Add(ReadOnlySpan<float> sample, int place, ScreenedRow row, ScreenedPool pool, RelevanceRule rule, double share)
    {
        double o = pool.Outlierness;
        bool clips = rule == RelevanceRule.Thesis;
        var numbers = new RelevanceRow(
            (float)row.Screen.Base,
            (float)(1 / pool.Sum),
            clips ? (float)o : float.NegativeInfinity,
            (float)(share * _member.Gamma * o),
            clips ? (float)o : 0);
        PassedOn passed = RelevanceWeights.Compute(row.Relative, _member.Screen.Logs, NextWeights, numbers);
        Keep(sample, place, passed.Weight);
        return share * passed.Residual;
    }

    /// <summary>The same from weights c of some support vectors in double; whatever is in <see cref="NextWeights"/> is overwritten.</summary>
    internal void Add(ReadOnlySpan<float> sample, int place, ReadOnlySpan<int> chosen, ReadOnlySpan<double> weights)
    {
        Span<float> all = NextWeights;
        all.Clear();
        double sum = 0;
        for (int k = 0; k < chosen.Length; k++)
        {
            all[chosen[k]] = (float)weights[k];
            sum += weights[k];
        }

        Keep(sample, place, sum);
    }

    private void Keep(ReadOnlySpan<float> sample, int place, double passed)
    {
        CenteredSupportVectors centered = _member.Screen.Centered;
        centered.TakeVarying(sample, _rows.Slice(_count * centered.FeatureCount, centered.FeatureCount));
        _passed[_count] = passed;
        _places[_count++] = place;
    }

    /// <summary>Adds all rows' relevance to theirs of <paramref name="relevance"/>, d a row; constant features as they stand in <paramref name="samples"/>.</summary>
    internal readonly void AddTo(RowTile samples, Span<double> relevance, ref Workspace workspace)
    {
        if (_count == 0)
            return;

        CenteredSupportVectors centered = _member.Screen.Centered;
        int varying = centered.FeatureCount, features = samples.FeatureCount;
        Span<double> sums = workspace.Zeros(_count * varying);
        if (varying > 0)
        {
            var rows = new RowTile(ref MemoryMarshal.GetReference(_rows), varying, _count, varying);
            WeightedSquares.Add(rows, _weights, _member.Vectors.PaddedCount, centered.Varying.Rows, sums);
        }

        for (int k = 0; k < _count; k++)
        {
            Span<double> target = relevance.Slice(_places[k] * features, features);
            ReadOnlySpan<int> places = centered.VaryingFeatures;
            for (int j = 0; j < varying; j++)
                target[places[j]] += sums[k * varying + j];
            AddConstantFeatures(samples.Row(_places[k]), _passed[k], target);
        }
    }

    /// <summary>All support vectors agree in these: Σ c_i is all there is to know of them.</summary>
    private readonly void AddConstantFeatures(ReadOnlySpan<float> sample, double passed, Span<double> relevance)
    {
        ReadOnlySpan<int> features = _member.Screen.Centered.ConstantFeatures;
        ReadOnlySpan<float> values = _member.Screen.Centered.ConstantValues;
        for (int k = 0; k < features.Length; k++)
        {
            double difference = (double)sample[features[k]] - values[k];
            relevance[features[k]] += passed * difference * difference;
        }
    }
}
