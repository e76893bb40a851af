using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Solver;

/// <summary>
/// An order of rows and features in which a distance is soon known to be large: features that vary most first, and rows along their first
/// principal component, so that rows that are near each other stand together and need not be looked at with the others.
/// </summary>
internal sealed class ScreeningOrder
{
    private const int MostSampleRows = 4096;
    private const int PowerIterations = 8;

    private ScreeningOrder(int[] rows, int[] features)
    {
        Rows = rows;
        Features = features;
    }

    /// <summary>Which row stands at each place.</summary>
    internal int[] Rows { get; }

    /// <summary>Which feature stands at each place.</summary>
    internal int[] Features { get; }

    /// <summary>Finds the order from at most a few thousand rows, taken at equal distances.</summary>
    internal static ScreeningOrder Of(ReadOnlySpan2D<float> samples)
    {
        int step = (samples.Height + MostSampleRows - 1) / MostSampleRows;
        double[] mean = Mean(samples, step);
        double[] direction = FirstComponent(samples, step, mean, out double[] variance);
        return new ScreeningOrder(ByProjection(samples, direction), SmallestFirst(Array.ConvertAll(variance, v => -v)));
    }

    /// <summary>Values in this order of rows, back in the order of the samples.</summary>
    internal double[] Restore(ReadOnlySpan<double> values)
    {
        double[] restored = new double[values.Length];
        for (int i = 0; i < restored.Length; i++)
            restored[Rows[i]] = values[i];
        return restored;
    }

    /// <summary>Values of the samples in this order of rows.</summary>
    internal double[] Arrange(ReadOnlySpan<double> values)
    {
        double[] arranged = new double[values.Length];
        for (int i = 0; i < arranged.Length; i++)
            arranged[i] = values[Rows[i]];
        return arranged;
    }

    private static double[] Mean(ReadOnlySpan2D<float> samples, int step)
    {
        double[] mean = new double[samples.Width];
        int count = 0;
        for (int i = 0; i < samples.Height; i += step, count++)
        {
            ReadOnlySpan<float> row = samples.GetRowSpan(i);
            for (int j = 0; j < mean.Length; j++)
                mean[j] += row[j];
        }

        return Array.ConvertAll(mean, sum => sum / count);
    }

    /// <summary>By power iteration, from the variances: any direction serves, a long one serves best.</summary>
    private static double[] FirstComponent(ReadOnlySpan2D<float> samples, int step, double[] mean, out double[] variance)
    {
        variance = new double[mean.Length];
        double[] centered = new double[mean.Length];
        for (int i = 0; i < samples.Height; i += step)
        {
            Center(samples.GetRowSpan(i), mean, centered);
            for (int j = 0; j < centered.Length; j++)
                variance[j] += centered[j] * centered[j];
        }

        double[] direction = [.. variance];
        for (int iteration = 0; iteration < PowerIterations; iteration++)
        {
            double[] next = new double[direction.Length];
            for (int i = 0; i < samples.Height; i += step)
            {
                Center(samples.GetRowSpan(i), mean, centered);
                double length = 0;
                for (int j = 0; j < centered.Length; j++)
                    length += centered[j] * direction[j];
                for (int j = 0; j < centered.Length; j++)
                    next[j] += length * centered[j];
            }

            double largest = next.Max(Math.Abs);
            if (!(largest > 0 && double.IsFinite(largest)))
                break;
            direction = Array.ConvertAll(next, value => value / largest);
        }

        return direction;
    }

    private static void Center(ReadOnlySpan<float> row, double[] mean, double[] centered)
    {
        for (int j = 0; j < centered.Length; j++)
            centered[j] = row[j] - mean[j];
    }

    private static int[] ByProjection(ReadOnlySpan2D<float> samples, double[] direction)
    {
        double[] projections = new double[samples.Height];
        for (int i = 0; i < projections.Length; i++)
        {
            ReadOnlySpan<float> row = samples.GetRowSpan(i);
            for (int j = 0; j < direction.Length; j++)
                projections[i] += direction[j] * row[j];
        }

        return SmallestFirst(projections);
    }

    /// <summary>Places of <paramref name="keys"/>, the smallest key first; ties: smaller place first.</summary>
    private static int[] SmallestFirst(double[] keys)
    {
        int[] places = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(places, (a, b) => keys[a].CompareTo(keys[b]) is not 0 and var order ? order : a.CompareTo(b));
        return places;
    }
}
