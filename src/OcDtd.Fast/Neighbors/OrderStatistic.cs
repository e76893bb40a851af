using System.Numerics;
using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Neighbors;

/// <summary>The k-th smallest of many numbers, in linear time.</summary>
internal static class OrderStatistic
{
    /// <summary>A good length for the buffer of <see cref="Find"/>: half of it is thrown away at each fill.</summary>
    internal static int BufferLength(int count, int k) => (int)Math.Min(count, 2L * k + 256);

    /// <summary>The k-th smallest (k from 1) of <paramref name="values"/>, which hold no NaN and stay as they are.</summary>
    /// <param name="values">At least k numbers; +∞ is one.</param>
    /// <param name="k">1 is the smallest.</param>
    /// <param name="buffer"><see cref="BufferLength"/> numbers of room.</param>
    /// <remarks>
    /// Most numbers are compared with the k-th smallest so far and passed by; the others fill the buffer, which is cut back to its k
    /// smallest when it is full.
    /// </remarks>
    internal static double Find(ReadOnlySpan<double> values, int k, Span<double> buffer)
    {
        if (values.Length <= buffer.Length)
        {
            values.CopyTo(buffer);
            return Select(buffer[..values.Length], k);
        }

        int kept = 0;
        double limit = double.PositiveInfinity;
        foreach (double value in values)
        {
            if (value < limit)
            {
                buffer[kept++] = value;
                if (kept == buffer.Length)
                {
                    limit = Select(buffer, k);
                    kept = k;
                }
            }
        }

        return kept < k ? double.PositiveInfinity : Select(buffer[..kept], k);
    }

    /// <summary>The k-th smallest; moves the k smallest to the front.</summary>
    internal static T Select<T>(Span<T> values, int k)
        where T : struct, INumber<T>
    {
        int wanted = k - 1;
        int low = 0;
        int high = values.Length - 1;
        for (int rounds = 2 * BitOperations.Log2((uint)values.Length) + 2; low < high; rounds--)
        {
            if (rounds == 0)
            {
                values[low..(high + 1)].Sort(); // an order that defeats the pivots
                break;
            }

            (int left, int right) = Partition(values, low, high);
            if (wanted <= right)
                high = right;
            else if (wanted >= left)
                low = left;
            else
                break;
        }

        return values[wanted];
    }

    /// <summary>Splits around a middle value: [low, right] not above it, [left, high] not below it, what is between equals it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static (int Left, int Right) Partition<T>(Span<T> values, int low, int high)
        where T : struct, INumber<T>
    {
        T pivot = MiddleOfThree(values[low], values[low + (high - low) / 2], values[high]);
        int left = low;
        int right = high;
        while (left <= right)
        {
            while (values[left] < pivot)
                left++;
            while (values[right] > pivot)
                right--;
            if (left <= right)
            {
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }
        }

        return (left, right);
    }

    private static T MiddleOfThree<T>(T a, T b, T c)
        where T : struct, INumber<T> => T.Max(T.Min(a, b), T.Min(T.Max(a, b), c));
}
