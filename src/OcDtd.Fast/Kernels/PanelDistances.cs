using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary><see cref="PairDistance"/> from one row to the sixteen points of a panel, for at most eight features: the same bits.</summary>
/// <remarks>
/// Layout: a panel, one lane one point, in two halves of eight doubles. Order: with at most eight features each sum of the pair distance
/// holds one square, so what is left is its tree, ((0+4)+(2+6)) + ((1+5)+(3+7)), here across features in place of lanes; a feature that
/// is not there would add 0. Pair by pair it was 30 % of a search at d = 2. NaN in, NaN out.
/// </remarks>
internal static class PanelDistances
{
    /// <summary>Features that fit into one step of the pair distance.</summary>
    internal const int MostFeatures = 8;

    /// <summary>Fills <paramref name="result"/> with sixteen distances.</summary>
    internal static void Compute(SimdWidth width, ReadOnlySpan<float> row, ref float panel, Span<double> result)
    {
        switch (width)
        {
            case SimdWidth.Bits512: Body<Double512>(row, ref panel, result); break;
            case SimdWidth.Bits256: Body<TwiceDouble<Double256>>(row, ref panel, result); break;
            case SimdWidth.Bits128: Body<TwiceDouble<TwiceDouble<Double128>>>(row, ref panel, result); break;
            default: Reference(row, ref panel, result); break;
        }
    }

    private static void Reference(ReadOnlySpan<float> row, ref float panel, Span<double> result)
    {
        Span<double> squares = stackalloc double[MostFeatures];
        squares.Clear();
        for (int i = 0; i < PackedSupportVectors.Lanes; i++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                double difference = (double)row[j] - Unsafe.Add(ref panel, j * PackedSupportVectors.Lanes + i);
                squares[j] = difference * difference;
            }

            result[i] = LaneTree.Sum(squares);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Body<T>(ReadOnlySpan<float> row, ref float panel, Span<double> result)
        where T : struct, IDoubleLanes<T>
    {
        for (int i = 0; i < PackedSupportVectors.Lanes; i += T.Count)
        {
            ref float lanes = ref Unsafe.Add(ref panel, i);
            T sum = PairSum<T>(row, 0, ref lanes);
            if (row.Length > 2)
                sum = T.Add(sum, PairSum<T>(row, 2, ref lanes));
            if (row.Length > 1)
            {
                T odd = PairSum<T>(row, 1, ref lanes);
                if (row.Length > 3)
                    odd = T.Add(odd, PairSum<T>(row, 3, ref lanes));
                sum = T.Add(sum, odd);
            }

            T.Store(sum, ref Unsafe.Add(ref MemoryMarshal.GetReference(result), i));
        }
    }

    /// <summary>The squares of feature j and of the fourth after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T PairSum<T>(ReadOnlySpan<float> row, int j, ref float lanes)
        where T : struct, IDoubleLanes<T>
    {
        T sum = Square<T>(row, j, ref lanes);
        return j + 4 < row.Length ? T.Add(sum, Square<T>(row, j + 4, ref lanes)) : sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Square<T>(ReadOnlySpan<float> row, int j, ref float lanes)
        where T : struct, IDoubleLanes<T>
    {
        T point = T.LoadFloats(in Unsafe.Add(ref lanes, j * PackedSupportVectors.Lanes));
        T difference = T.Subtract(T.Broadcast(Unsafe.Add(ref MemoryMarshal.GetReference(row), j)), point);
        return T.Multiply(difference, difference);
    }
}
