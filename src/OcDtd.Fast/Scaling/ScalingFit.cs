using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast;

/// <summary>Location and spread of every feature of rows that are finite and at least one. Double throughout, rows in order.</summary>
internal static class ScalingFit
{
    /// <summary>Mean and population standard deviation.</summary>
    /// <remarks>
    /// Sums are of differences from the first row: common offsets cost no digits, and a feature that is the same in every row has exactly
    /// that mean and a deviation of exactly 0.
    /// </remarks>
    internal static (double[] Shifts, double[] Spreads) Standard(ReadOnlySpan2D<float> rows)
    {
        ReadOnlySpan<float> first = rows.GetRowSpan(0);
        double[] means = new double[rows.Width], deviations = new double[rows.Width];
        for (int i = 1; i < rows.Height; i++)
        {
            ReadOnlySpan<float> row = rows.GetRowSpan(i);
            for (int j = 0; j < means.Length; j++)
                means[j] += (double)row[j] - first[j];
        }

        for (int j = 0; j < means.Length; j++)
            means[j] = first[j] + means[j] / rows.Height;

        for (int i = 0; i < rows.Height; i++)
        {
            ReadOnlySpan<float> row = rows.GetRowSpan(i);
            for (int j = 0; j < means.Length; j++)
            {
                double difference = row[j] - means[j];
                deviations[j] += difference * difference;
            }
        }

        for (int j = 0; j < deviations.Length; j++)
            deviations[j] = Math.Sqrt(deviations[j] / rows.Height);
        return (means, deviations);
    }

    /// <summary>Minimum and range.</summary>
    internal static (double[] Shifts, double[] Spreads) MinMax(ReadOnlySpan2D<float> rows)
    {
        float[] smallest = rows.GetRowSpan(0).ToArray(), largest = rows.GetRowSpan(0).ToArray();
        for (int i = 1; i < rows.Height; i++)
        {
            ReadOnlySpan<float> row = rows.GetRowSpan(i);
            for (int j = 0; j < smallest.Length; j++)
            {
                smallest[j] = Math.Min(smallest[j], row[j]);
                largest[j] = Math.Max(largest[j], row[j]);
            }
        }

        double[] ranges = new double[smallest.Length];
        for (int j = 0; j < ranges.Length; j++)
            ranges[j] = (double)largest[j] - smallest[j];
        return (Array.ConvertAll(smallest, value => (double)value), ranges);
    }

    /// <summary>Median and interquartile range.</summary>
    internal static (double[] Shifts, double[] Spreads) Robust(ReadOnlySpan2D<float> rows)
    {
        double[] medians = new double[rows.Width], ranges = new double[rows.Width];
        float[] sorted = new float[rows.Height];
        for (int j = 0; j < medians.Length; j++)
        {
            for (int i = 0; i < sorted.Length; i++)
                sorted[i] = rows[i, j];
            Array.Sort(sorted);
            medians[j] = Percentile(sorted, 0.5);
            ranges[j] = Percentile(sorted, 0.75) - Percentile(sorted, 0.25);
        }

        return (medians, ranges);
    }

    /// <summary>The value at place q·(n−1) of n sorted ones, interpolated linearly: what NumPy calls linear.</summary>
    private static double Percentile(ReadOnlySpan<float> sorted, double q)
    {
        double place = q * (sorted.Length - 1);
        int below = (int)place;
        double low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return low + (high - low) * (place - below);
    }
}
