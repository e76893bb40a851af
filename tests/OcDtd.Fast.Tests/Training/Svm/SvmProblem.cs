using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Tests.Training.Svm;

/// <summary>A data set drawn at random, a kernel width and ν. Values are exact in float32.</summary>
internal sealed record SvmProblem(string Name, float[,] Rows, double Gamma, double Nu)
{
    /// <summary>Shapes of data, each at kernels from "every row its own" to "all alike" and ν from 0.001 to 0.9.</summary>
    internal static IReadOnlyList<SvmProblem> All { get; } = [.. Make()];

    internal int Count => Rows.GetLength(0);

    internal int Features => Rows.GetLength(1);

    /// <summary>The same rows in double, for libsvm.</summary>
    internal double[,] Doubles()
    {
        double[,] doubles = new double[Count, Features];
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < Features; j++)
                doubles[i, j] = Rows[i, j];
        }

        return doubles;
    }

    private static IEnumerable<SvmProblem> Make()
    {
        (string Name, Func<Random, int, int, float> Value)[] shapes =
        [
            ("normal", (random, _, _) => Normal(random)),
            ("uniform", (random, _, _) => random.NextSingle()),
            ("clusters", (random, i, _) => 8 * (i % 3) + Normal(random)),
            ("outliers", (random, i, _) => (i % 20 == 0 ? 6 : 1) * Normal(random)),
            ("lattice", (random, _, _) => random.Next(3)),
            ("duplicates", (random, i, j) => new Random(1000 * (i / 4) + j).NextSingle()),
            ("unequal", (random, _, j) => Normal(random) * (j == 0 ? 10 : 0.1f)),
        ];
        double[] widths = [30, 3, 0.3, 0.03, 1e-4];
        double[] nus = [0.001, 0.02, 0.1, 0.3, 0.5, 0.9];
        int seed = 0;
        foreach ((string name, Func<Random, int, int, float> value) in shapes)
        {
            foreach (double width in widths)
            {
                seed++;
                var random = new Random(seed);
                int n = random.Next(20, 400), d = random.Next(1, 40);
                float[,] rows = new float[n, d];
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < d; j++)
                        rows[i, j] = value(random, i, j);
                }

                // In units of the mean squared distance: γd² is about the width's number.
                double gamma = width / MeanSquaredDistance(rows);
                double nu = nus[seed % nus.Length];
                yield return new SvmProblem($"{name} {n}x{d} width {width} nu {nu}", rows, gamma, nu);
            }
        }
    }

    private static double MeanSquaredDistance(float[,] rows)
    {
        double sum = 0;
        for (int j = 0; j < rows.GetLength(1); j++)
        {
            double mean = 0, squares = 0;
            for (int i = 0; i < rows.GetLength(0); i++)
            {
                mean += rows[i, j];
                squares += (double)rows[i, j] * rows[i, j];
            }

            mean /= rows.GetLength(0);
            sum += squares / rows.GetLength(0) - mean * mean;
        }

        return 2 * sum;
    }

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    internal OneClassSvmFit Fit(double tolerance, long? memoryLimit = null) => OneClassSvm.Fit(
        new ReadOnlySpan2D<float>(Rows.Cast<float>().ToArray(), Count, Features),
        Gamma,
        o => o with { Nu = Nu, Tolerance = tolerance, MemoryLimit = memoryLimit ?? o.MemoryLimit });
}
