using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>
/// What virtual support vectors u_ij = w₁u_i + w₂v_j are formed from, a few at a time: w₁(c₁ − u_i) and w₂(c₂ − v_j) in float32, c₁ and c₂ the
/// members' means; and rows beside them, w₁(c₁ − x) + w₂(c₂ − x).
/// </summary>
/// <remarks>
/// The difference of a row and the sum of two such parts is u_ij − x. All are taken from means, so that an offset, or members far apart, cost no
/// digits. Features that are the same in all support vectors of both members are left out. The others lie in strips of
/// <see cref="StripLength"/>, strip after strip: a block of virtual support vectors, of one strip, then fits the second cache.
/// </remarks>
internal sealed class VirtualSupportVectors
{
    /// <summary>Features of a strip, but for the last: a multiple of what <see cref="WeightedSquares"/> takes abreast.</summary>
    internal const int StripLength = 240;

    private readonly TimesEnsemble _model;
    private readonly int[] _features;
    private readonly int[] _constant;
    private readonly float[] _firstCenter;
    private readonly float[] _secondCenter;
    private readonly AlignedArray<float> _first;
    private readonly AlignedArray<float> _second;

    /// <summary>Takes both members of <paramref name="model"/> apart.</summary>
    internal VirtualSupportVectors(TimesEnsemble model)
    {
        _model = model;
        bool[] varies = new bool[model.FeatureCount];
        foreach (int j in model.First.Screen.Centered.VaryingFeatures)
            varies[j] = true;
        foreach (int j in model.Second.Screen.Centered.VaryingFeatures)
            varies[j] = true;
        int[] all = [.. Enumerable.Range(0, varies.Length)];
        _features = Array.FindAll(all, j => varies[j]);
        _constant = Array.FindAll(all, j => !varies[j]);
        PaddedFeatureCount = AlignedRows.Padded(_features.Length);
        _firstCenter = Mean(model.First.Vectors);
        _secondCenter = Mean(model.Second.Vectors);
        (_first, double largestFirst) = Parts(model.First.Vectors, _firstCenter, model.FirstWeight);
        (_second, double largestSecond) = Parts(model.Second.Vectors, _secondCenter, model.SecondWeight);
        Largest = largestFirst + largestSecond;
    }

    /// <summary>Features that are not the same everywhere, and zeros up to whole vectors.</summary>
    internal int PaddedFeatureCount { get; }

    /// <summary>No part of a virtual support vector is larger, the parts of both members together.</summary>
    internal double Largest { get; }

    /// <summary>Features of the strip that starts with <paramref name="feature"/>.</summary>
    internal int LengthOf(int feature) => Math.Min(StripLength, PaddedFeatureCount - feature);

    /// <summary>A row beside the parts; returns its largest feature.</summary>
    /// <param name="sample">d values.</param>
    /// <param name="target">Receives PaddedFeatureCount values.</param>
    internal double Take(ReadOnlySpan<float> sample, Span<float> target)
    {
        target[_features.Length..].Clear();
        target = target[.._features.Length];
        for (int j = 0; j < target.Length; j++)
            target[j] = sample[_features[j]];
        VirtualRow.Compute(target, _firstCenter, _secondCenter, _model.FirstWeight, _model.SecondWeight, target);
        float largest = 0;
        foreach (float value in target)
            largest = MathF.Max(largest, MathF.Abs(value));
        return largest;
    }

    /// <summary>
    /// Adds what some pairs pass on, of the features of one strip: w_ij (x − u_ij)² to every row.
    /// </summary>
    /// <param name="feature">The first of the strip.</param>
    /// <param name="first">i of each pair, <see cref="WeightedSquares.VectorBlock"/> of them at most.</param>
    /// <param name="second">j.</param>
    /// <param name="rows">Rows as <see cref="Take"/> writes them, of that strip.</param>
    /// <param name="weights">w_ij, a VectorBlock a row.</param>
    /// <param name="formed">Room for the pairs' virtual support vectors, of that strip.</param>
    /// <param name="sums">A strip's features a row.</param>
    internal void Add(
        int feature,
        ReadOnlySpan<int> first,
        ReadOnlySpan<int> second,
        RowTile rows,
        ReadOnlySpan<float> weights,
        Span<float> formed,
        Span<double> sums)
    {
        int length = rows.FeatureCount;
        ReadOnlySpan<float> ofFirst = _first.Span[(feature * _model.First.SupportVectorCount)..];
        ReadOnlySpan<float> ofSecond = _second.Span[(feature * _model.Second.SupportVectorCount)..];
        if (rows.Count == 1)
        {
            PairSquares.Add(rows.Row(0), weights, ofFirst, ofSecond, first, second, sums);
            return;
        }

        RowSums.Compute(ofFirst, ofSecond, first, second, length, formed);
        WeightedSquares.Add(rows, weights, WeightedSquares.VectorBlock, formed[..(first.Length * length)], sums);
    }

    /// <summary>Puts sums over the strip that starts with <paramref name="feature"/> to where its features stand among all.</summary>
    internal void Spread(ReadOnlySpan<double> sums, int feature, Span<double> relevance)
    {
        ReadOnlySpan<int> places = _features.AsSpan(feature, Math.Min(sums.Length, _features.Length - feature));
        for (int j = 0; j < places.Length; j++)
            relevance[places[j]] = sums[j];
    }

    /// <summary>Relevance of features in which all virtual support vectors agree, from <paramref name="passed"/> = Σ c_ij.</summary>
    internal void AddConstant(ReadOnlySpan<float> sample, double passed, Span<double> relevance)
    {
        foreach (int j in _constant)
        {
            double first = (double)sample[j] - _model.First.Vectors.Rows[j], second = (double)sample[j] - _model.Second.Vectors.Rows[j];
            double difference = _model.FirstWeight * first + _model.SecondWeight * second;
            relevance[j] = passed * difference * difference;
        }
    }

    private float[] Mean(SupportVectorRows vectors)
    {
        double[] sums = new double[_features.Length];
        for (int i = 0; i < vectors.Count; i++)
        {
            ReadOnlySpan<float> row = vectors.Row(i);
            for (int j = 0; j < sums.Length; j++)
                sums[j] += row[_features[j]];
        }

        return Array.ConvertAll(sums, sum => (float)(sum / vectors.Count));
    }

    private (AlignedArray<float> Parts, double Largest) Parts(SupportVectorRows vectors, float[] center, double weight)
    {
        var parts = new AlignedArray<float>(checked(vectors.Count * PaddedFeatureCount));
        float largest = 0;
        for (int i = 0; i < vectors.Count; i++)
        {
            ReadOnlySpan<float> row = vectors.Row(i);
            for (int j = 0; j < _features.Length; j++)
            {
                int start = j / StripLength * StripLength;
                float part = (float)(weight * ((double)center[j] - row[_features[j]]));
                parts[start * vectors.Count + i * LengthOf(start) + j - start] = part;
                largest = MathF.Max(largest, MathF.Abs(part));
            }
        }

        return (parts, largest);
    }
}
