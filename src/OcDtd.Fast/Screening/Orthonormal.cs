using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Screening;

/// <summary>Gram-Schmidt, in double, and how far rounded axes are from orthonormal.</summary>
internal static class Orthonormal
{
    /// <summary>A row of which less than this is new depends on those before it.</summary>
    private const double Dependent = 1e-10;

    /// <summary>
    /// Makes the first <paramref name="count"/> rows, <paramref name="stride"/> doubles each (a multiple of 16), orthonormal in their order. A row that
    /// depends on those before it becomes zeros.
    /// </summary>
    /// <remarks>
    /// Each row is freed of those before it twice: once leaves what rounding left of them, which is much where little is left of the row;
    /// if the second time takes half of it away again, it was nothing else.
    /// </remarks>
    internal static void Make(Span<double> rows, int count, int stride)
    {
        int[] offsets = new int[count];
        double[] shares = new double[count];
        for (int i = 0; i < count; i++)
        {
            offsets[i] = i * stride;
            Span<double> row = rows.Slice(offsets[i], stride);
            double length = Length(row);
            double once = Subtract(rows, offsets.AsSpan(0, i), shares, row);
            double twice = Subtract(rows, offsets.AsSpan(0, i), shares, row);
            if (!(once > Dependent * length) || !(twice > 0.5 * once) || !double.IsFinite(twice))
            {
                row.Clear();
                continue;
            }

            for (int j = 0; j < row.Length; j++)
                row[j] /= twice;
        }
    }

    /// <summary>
    /// η: no less than ‖P·Pᵀ − I‖ over the axes, <paramref name="count"/> rows of <paramref name="featureCount"/> floats, that are not zeros: the largest sum of a
    /// row's |P·Pᵀ − I|, and what computing it in double may be off by.
    /// </summary>
    internal static double Departure(ReadOnlySpan<float> axes, int count, int featureCount)
    {
        double[] sums = new double[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> axis = axes.Slice(i * featureCount, featureCount);
            double square = InnerProduct.SquaredNorm(axis);
            if (square == 0)
                continue;

            sums[i] += Math.Abs(square - 1);
            for (int j = 0; j < i; j++)
            {
                double product = Math.Abs(InnerProduct.Compute<float, SingleValue>(axis, axes.Slice(j * featureCount, featureCount)));
                sums[i] += product;
                sums[j] += product;
            }
        }

        // Every product's error is relative to at most ‖p_i‖·‖p_j‖, under 2; the sums' own roundings are fewer than the axes squared.
        double rounding = 2 * count * InnerProduct.RelativeError(featureCount);
        return (sums.Max() + rounding) * (1 + count / (double)(1L << 50));
    }

    /// <summary>Takes the shares of the rows at <paramref name="offsets"/> out of <paramref name="row"/> and returns the length of what is left.</summary>
    private static double Subtract(ReadOnlySpan<double> rows, ReadOnlySpan<int> offsets, Span<double> shares, Span<double> row)
    {
        for (int b = 0; b < offsets.Length; b++)
            shares[b] = -InnerProduct.Compute<double, DoubleValue>(rows.Slice(offsets[b], row.Length), row);
        WeightedColumns.Add<double, DoubleValue>(rows, offsets, shares[..offsets.Length], first: 0, row);
        return Length(row);
    }

    private static double Length(ReadOnlySpan<double> row) => Math.Sqrt(InnerProduct.Compute<double, DoubleValue>(row, row));
}
