namespace OcDtd.Fast.Tests.Training;

/// <summary>What the rules for γ solve, written out in double.</summary>
internal static class PlainGamma
{
    /// <summary>Each row's squared distances to all other rows, ascending.</summary>
    internal static double[][] Squared(float[,] rows)
    {
        int[] all = [.. Enumerable.Range(0, rows.GetLength(0))];
        return [.. all.Select(i => all.Where(j => j != i).Select(j => Squared(rows, i, j)).Order().ToArray())];
    }

    /// <summary>The same without the square.</summary>
    internal static double[][] Unsquared(float[,] rows) => [.. Squared(rows).Select(row => row.Select(Math.Sqrt).ToArray())];

    /// <summary>Eq 3.1's left side for the k nearest, one at least.</summary>
    internal static double Mass(double[][] distances, double gamma, int neighbors)
    {
        double smallest = distances.Min(row => row[0]);
        double near = distances.Sum(row => row.Take(Math.Max(1, neighbors)).Sum(d => Math.Exp(-gamma * (d - smallest))));
        return near / distances.Sum(row => row.Sum(d => Math.Exp(-gamma * (d - smallest))));
    }

    /// <summary>Mean over rows of e^entropy.</summary>
    internal static double Perplexity(double[][] distances, double gamma) => distances.Average(row =>
    {
        double[] kernels = [.. row.Select(d => Math.Exp(-gamma * (d - row[0])))];
        double sum = kernels.Sum();
        return Math.Exp(-kernels.Where(kernel => kernel > 0).Sum(kernel => kernel / sum * Math.Log(kernel / sum)));
    });

    /// <summary>Mean over rows of the log density that the other rows give a row.</summary>
    internal static double LogDensity(double[][] distances, double gamma, int features) => distances.Average(row =>
        Math.Log(row.Sum(d => Math.Exp(-gamma * (d - row[0]))) / row.Length) - gamma * row[0] + features / 2.0 * Math.Log(gamma / Math.PI));

    /// <summary>Numbers from one to another in equal ratios.</summary>
    internal static double[] Ratios(double from, double to, int count) =>
        [.. Enumerable.Range(0, count).Select(i => from * Math.Pow(to / from, i / (count - 1.0)))];

    private static double Squared(float[,] rows, int i, int j)
    {
        double sum = 0;
        for (int f = 0; f < rows.GetLength(1); f++)
            sum += Math.Pow((double)rows[i, f] - rows[j, f], 2);
        return sum;
    }
}
