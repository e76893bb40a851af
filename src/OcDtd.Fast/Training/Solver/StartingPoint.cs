using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>Coefficients to start from: 0 ≤ a_i ≤ C, Σa_i = 1.</summary>
internal static class StartingPoint
{
    private const int MostSampleRows = 8000;
    private const double SampleTolerance = 0.1;

    /// <summary>All coefficients equal: at narrow kernels, whose matrix is nearly diagonal, that is nearly the optimum.</summary>
    internal static double[] Uniform(int count)
    {
        double[] coefficients = new double[count];
        Array.Fill(coefficients, 1.0 / count);
        return coefficients;
    }

    /// <summary>
    /// What a fit of a seeded sample suggests. Where the matrix is not in memory a product with every row is the dearest step of all; a sample says
    /// which rows will be support vectors at all.
    /// </summary>
    /// <remarks>
    /// Each row gets the coefficient of the sampled row whose density Σ_s a_s·K(x_s, x), its own kernel left out, is nearest from above:
    /// coefficients fall from C to 0 as the density grows.
    /// </remarks>
    internal static double[] FromSample<T, TValue>(TrainingRows rows, OneClassSvmOptions options, double upperBound, KernelWork work)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
    {
        int[] sample = RowSample.Draw(rows.Count, Math.Min(MostSampleRows, Math.Max(1, rows.Count / 8)), options.Seed);
        TrainingRows sampled = rows.Take(sample);
        var sampleOptions = options with { Tolerance = Math.Max(SampleTolerance, options.Tolerance), WarmStart = default };
        double[] fitted = new TrainingRun<T, TValue>(sampled, sampleOptions, work.Silent()).Solve().State.Coefficients;

        double[] density = new double[KernelColumns.PaddedLength(rows.Count)];
        new KernelTiles<T, TValue>(rows, work).AddProduct(sampled, fitted, density);
        double[] sampleDensity = new double[sample.Length];
        for (int s = 0; s < sample.Length; s++)
            sampleDensity[s] = density[sample[s]] -= fitted[s];
        Array.Sort(sampleDensity, fitted);

        double[] wanted = new double[rows.Count];
        for (int i = 0; i < wanted.Length; i++)
        {
            int place = Array.BinarySearch(sampleDensity, density[i]);
            wanted[i] = fitted[Math.Min(place < 0 ? ~place : place, fitted.Length - 1)];
        }

        int[] loneliest = [.. Enumerable.Range(0, rows.Count)];
        Array.Sort(density, loneliest, 0, rows.Count);
        return Feasible(wanted, upperBound, loneliest);
    }

    /// <summary>
    /// Scales <paramref name="wanted"/>, none negative, to min(C, t·wanted_i) with sum 1. Where even C for all that are not 0 falls short, others take
    /// C in the order of <paramref name="next"/>, and no more of them than it needs: every coefficient costs a kernel column.
    /// </summary>
    internal static double[] Feasible(ReadOnlySpan<double> wanted, double upperBound, ReadOnlySpan<int> next)
    {
        // Coefficients of the same problem stay as they are: those at a bound are to stay exactly there.
        if (AreFeasible(wanted, upperBound))
            return wanted.ToArray();

        int positive = wanted.Length - wanted.Count(0.0);
        return positive * upperBound <= 1 ? Filled(wanted, upperBound, next) : Scaled(wanted, upperBound);
    }

    /// <summary>In plain order: a sum whose last bits depend on the vector width would make the answer depend on it.</summary>
    private static bool AreFeasible(ReadOnlySpan<double> coefficients, double upperBound)
    {
        double sum = 0, largest = 0;
        foreach (double a in coefficients)
        {
            sum += a;
            largest = Math.Max(largest, a);
        }

        return Math.Abs(sum - 1) < 1e-12 && largest <= upperBound;
    }

    private static double[] Filled(ReadOnlySpan<double> wanted, double upperBound, ReadOnlySpan<int> next)
    {
        double[] coefficients = new double[wanted.Length];
        double left = 1;
        for (int i = 0; i < coefficients.Length; i++)
        {
            if (wanted[i] > 0)
                Give(i);
        }

        foreach (int i in next)
        {
            if (coefficients[i] == 0)
                Give(i);
        }

        return coefficients;

        void Give(int i)
        {
            coefficients[i] = Math.Clamp(left, 0, upperBound);
            left -= coefficients[i];
        }
    }

    /// <summary>
    /// min(C, t·wanted_i) with sum 1, where more than 1/C rows have some. With the k largest at C, t = (1 − kC)/(sum of the others); the first k at
    /// which the next one stays below C is it.
    /// </summary>
    private static double[] Scaled(ReadOnlySpan<double> wanted, double upperBound)
    {
        double[] descending = wanted.ToArray();
        Array.Sort(descending, static (a, b) => b.CompareTo(a));
        double largest = descending[0];
        double[] rest = new double[descending.Length + 1]; // sums from each place on, relative to the largest: no overflow
        for (int k = descending.Length - 1; k >= 0; k--)
            rest[k] = rest[k + 1] + descending[k] / largest;

        int capped = 0;
        double scale = 1 / rest[0];
        while (descending[capped] / largest * scale >= upperBound && (capped + 1) * upperBound < 1 && rest[capped + 1] > 0)
        {
            capped++;
            scale = (1 - capped * upperBound) / rest[capped];
        }

        double[] coefficients = new double[wanted.Length];
        for (int i = 0; i < coefficients.Length; i++)
            coefficients[i] = Math.Min(upperBound, wanted[i] / largest * scale);
        return coefficients;
    }
}
