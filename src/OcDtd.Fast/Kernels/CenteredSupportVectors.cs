using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Support vectors as the dot form of a squared distance wants them, made once: ‖x − u_i‖² = K + |x̃|² + |ũ_i|² − 2·x̃·ũ_i.</summary>
/// <remarks>
/// <para>Features that are the same in all support vectors are folded: their part of every distance is one number a row, K = Σ(x_j − u_j)²,
/// in double. Of the others the mean c is taken off, x̃ = x − c, ũ = u − c in float32, because the dot form loses digits in proportion to
/// |x̃|·|ũ|, and packed in panels.</para>
/// <para>How many digits is known. With u = 2⁻²⁴ and Roundings(j) of <see cref="DotProducts"/>, the dot product is off by at most
/// u·Σ_j Roundings(j)·|x̃_j·ũ_ij|, and the rounding of x̃ and ũ moves the squared distance by at most 2u·Σ_j |x̃_j − ũ_ij|·(|x̃_j| + |ũ_ij|) ≤
/// 2u·(|x̃|² + |ũ_i|² + 2·Σ_j |x̃_j·ũ_ij|). Both sums are bounded by Cauchy and Schwarz: <b>rounding norms</b>, A² = Σ_j (Roundings(j) + 4)·x̃_j²,
/// of the row and of each support vector give Σ_j (Roundings(j) + 4)·|x̃_j·ũ_ij| ≤ A_x·A_i, where 2 of the 4 are the line above and 2
/// are for what is done with the dot product afterwards.</para>
/// </remarks>
internal sealed class CenteredSupportVectors
{
    private const int Lanes = 8;
    private readonly int[] _varying;
    private readonly int[] _constant;
    private readonly float[] _constantValues;
    private readonly float[] _center;
    private readonly double[] _roundings;
    private readonly AlignedArray<float> _roundingNorms;

    /// <summary>Packs <paramref name="vectors"/>.</summary>
    internal CenteredSupportVectors(SupportVectorRows vectors)
    {
        (_varying, _constant) = SplitFeatures(vectors);
        _constantValues = Array.ConvertAll(_constant, j => vectors.Rows[j]);
        PaddedFeatureCount = (_varying.Length + Lanes - 1) / Lanes * Lanes;
        _center = Center(vectors);
        _roundings = new double[PaddedFeatureCount];
        for (int j = 0; j < _varying.Length; j++)
            _roundings[j] = DotProducts.Roundings(j, _varying.Length) + 4;

        Varying = _constant.Length == 0 ? vectors : Compact(vectors);
        SquaredNorms = new double[vectors.PaddedCount];
        _roundingNorms = new AlignedArray<float>(vectors.PaddedCount);
        Panels = new Panels(CenterAll(), vectors.Count, _varying.Length);
    }

    /// <summary>How many features are not the same in all support vectors.</summary>
    internal int FeatureCount => _varying.Length;

    /// <summary>The same, rounded up to whole vectors: what <see cref="Prepare(ReadOnlySpan{float}, Span{float}, Span{float})"/> needs room for.</summary>
    internal int PaddedFeatureCount { get; }

    /// <summary>Floats that hold a row's constant or varying features.</summary>
    internal int ScratchLength => Math.Max(PaddedFeatureCount, _constant.Length);

    /// <summary>The features that are the same in all support vectors.</summary>
    internal ReadOnlySpan<int> ConstantFeatures => _constant;

    /// <summary>Their values.</summary>
    internal ReadOnlySpan<float> ConstantValues => _constantValues;

    /// <summary>The other features, in order.</summary>
    internal ReadOnlySpan<int> VaryingFeatures => _varying;

    /// <summary>The support vectors' other features as they are; the support vectors themselves where none is constant.</summary>
    internal SupportVectorRows Varying { get; }

    /// <summary>ũ_i in panels.</summary>
    internal Panels Panels { get; }

    /// <summary>|ũ_i|², and 0 for the padding lanes of the last panel.</summary>
    internal double[] SquaredNorms { get; }

    /// <summary>A_i, rounded up, and 0 for padding.</summary>
    internal ReadOnlySpan<float> RoundingNorms => _roundingNorms.Span;

    /// <summary>Takes a row apart.</summary>
    /// <param name="row">d values.</param>
    /// <param name="varying">Receives the values of the features that vary, and zeros up to PaddedFeatureCount.</param>
    /// <param name="centered">Receives x̃, and zeros.</param>
    internal RowNorms Prepare(ReadOnlySpan<float> row, Span<float> varying, Span<float> centered)
    {
        double constant = ConstantDistance(row, varying);
        TakeVarying(row, varying);
        varying[_varying.Length..PaddedFeatureCount].Clear();
        (double squared, double rounding) = Norms(Simd.Active, varying, centered);
        return new RowNorms(constant, squared, Math.Sqrt(rounding));
    }

    /// <summary>K: a row's squared distance in the features that are the same in all support vectors.</summary>
    /// <param name="row">d values.</param>
    /// <param name="scratch">Room for those features.</param>
    internal double ConstantDistance(ReadOnlySpan<float> row, Span<float> scratch)
    {
        if (_constant.Length == 0)
            return 0;
        Gather(row, _constant, scratch);
        return PairDistance.Compute(scratch[.._constant.Length], _constantValues);
    }

    /// <summary>A row's values of the features that vary.</summary>
    internal void TakeVarying(ReadOnlySpan<float> row, Span<float> varying)
    {
        if (_constant.Length == 0)
            row.CopyTo(varying);
        else
            Gather(row, _varying, varying);
    }

    /// <summary>x̃ of a row's varying values, |x̃|² and A², at a chosen width.</summary>
    internal (double Squared, double Rounding) Norms(SimdWidth width, ReadOnlySpan<float> varying, Span<float> centered) => width switch
    {
        SimdWidth.Bits512 => NormsBody<Double512>(varying, centered),
        SimdWidth.Bits256 => NormsBody<TwiceDouble<Double256>>(varying, centered),
        SimdWidth.Bits128 => NormsBody<TwiceDouble<TwiceDouble<Double128>>>(varying, centered),
        _ => NormsReference(varying, centered),
    };

    private (double Squared, double Rounding) NormsReference(ReadOnlySpan<float> varying, Span<float> centered)
    {
        Span<double> squared = stackalloc double[Lanes], rounding = stackalloc double[Lanes];
        squared.Clear();
        rounding.Clear();
        for (int j = 0; j < PaddedFeatureCount; j++)
        {
            centered[j] = (float)((double)varying[j] - _center[j]);
            double square = (double)centered[j] * centered[j];
            squared[j % Lanes] += square;
            rounding[j % Lanes] = Math.FusedMultiplyAdd(square, _roundings[j], rounding[j % Lanes]);
        }

        return (LaneTree.Sum(squared), LaneTree.Sum(rounding));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private (double Squared, double Rounding) NormsBody<T>(ReadOnlySpan<float> varying, Span<float> centered)
        where T : struct, IDoubleLanes<T>
    {
        ref float x = ref MemoryMarshal.GetReference(varying);
        ref float target = ref MemoryMarshal.GetReference(centered);
        ref float center = ref MemoryMarshal.GetArrayDataReference(_center);
        ref double weights = ref MemoryMarshal.GetArrayDataReference(_roundings);
        T squared = T.Broadcast(0), rounding = squared;
        for (int j = 0; j < PaddedFeatureCount; j += Lanes)
        {
            T difference = T.Subtract(T.LoadFloats(in Unsafe.Add(ref x, j)), T.LoadFloats(in Unsafe.Add(ref center, j)));
            T.StoreFloats(difference, ref Unsafe.Add(ref target, j));
            T rounded = T.LoadFloats(in Unsafe.Add(ref target, j));
            T square = T.Multiply(rounded, rounded);
            squared = T.Add(squared, square);
            rounding = T.FusedMultiplyAdd(square, T.Load(in Unsafe.Add(ref weights, j)), rounding);
        }

        return (T.Sum(squared), T.Sum(rounding));
    }

    /// <summary>ũ of all support vectors, m × varying features; sets their norms.</summary>
    internal float[] CenterAll()
    {
        float[] all = new float[checked(Varying.Count * FeatureCount)];
        float[] row = new float[PaddedFeatureCount], centered = new float[PaddedFeatureCount];
        for (int i = 0; i < Varying.Count; i++)
        {
            Varying.Row(i).CopyTo(row);
            (SquaredNorms[i], double rounding) = Norms(Simd.Active, row, centered);
            _roundingNorms[i] = MathF.BitIncrement((float)Math.Sqrt(rounding));
            centered.AsSpan(0, FeatureCount).CopyTo(all.AsSpan(i * FeatureCount));
        }

        return all;
    }

    private SupportVectorRows Compact(SupportVectorRows vectors)
    {
        float[] rows = new float[checked(vectors.Count * _varying.Length)];
        for (int i = 0; i < vectors.Count; i++)
            Gather(vectors.Row(i), _varying, rows.AsSpan(i * _varying.Length));
        return new SupportVectorRows(rows, vectors.Count, _varying.Length);
    }

    /// <summary>The mean of each varying feature, rounded to float.</summary>
    private float[] Center(SupportVectorRows vectors)
    {
        double[] sums = new double[_varying.Length];
        for (int i = 0; i < vectors.Count; i++)
        {
            ReadOnlySpan<float> row = vectors.Row(i);
            for (int j = 0; j < sums.Length; j++)
                sums[j] += row[_varying[j]];
        }

        float[] center = new float[PaddedFeatureCount];
        for (int j = 0; j < sums.Length; j++)
            center[j] = (float)(sums[j] / vectors.Count);
        return center;
    }

    private static (int[] Varying, int[] Constant) SplitFeatures(SupportVectorRows vectors)
    {
        bool[] varies = new bool[vectors.FeatureCount];
        ReadOnlySpan<float> first = vectors.Row(0);
        for (int i = 1; i < vectors.Count; i++)
        {
            ReadOnlySpan<float> row = vectors.Row(i);
            for (int j = 0; j < row.Length; j++)
                varies[j] |= row[j] != first[j];
        }

        int[] all = [.. Enumerable.Range(0, varies.Length)];
        return (Array.FindAll(all, j => varies[j]), Array.FindAll(all, j => !varies[j]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ReadOnlySpan<float> row, int[] features, Span<float> target)
    {
        ref float x = ref MemoryMarshal.GetReference(row);
        ref float t = ref MemoryMarshal.GetReference(target[..features.Length]);
        for (int j = 0; j < features.Length; j++)
            Unsafe.Add(ref t, j) = Unsafe.Add(ref x, features[j]);
    }
}

/// <summary>What the dot form needs to know of a row.</summary>
/// <param name="Constant">K, the squared distance in the features that are the same in all support vectors.</param>
/// <param name="Squared">|x̃|².</param>
/// <param name="Rounding">A_x, the row's rounding norm.</param>
internal readonly record struct RowNorms(double Constant, double Squared, double Rounding);
