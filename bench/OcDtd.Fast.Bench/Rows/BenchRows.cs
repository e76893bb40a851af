using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Bench.Rows;

/// <summary>
/// The rows that everything is measured on: 5,958 training rows of one digit and 10,000 test rows of all, 784 features k/255.
/// </summary>
/// <remarks>
/// The engine takes 8-bit images for what they are, so <see cref="Darkened"/> is what its float32 arithmetic is measured on.
/// </remarks>
internal sealed class BenchRows
{
    private const int Digit = 2;
    private const int TrainCount = 5958;
    private const int TestCount = 10_000;
    private const int Side = 28;
    private const float Darker = 0.9995f;

    private BenchRows(string source, float[] train, float[] test)
    {
        Source = source;
        Train = train;
        Test = test;
    }

    /// <summary>d.</summary>
    internal static int Features => Side * Side;

    /// <summary>Where the rows are from, as printed.</summary>
    internal string Source { get; }

    /// <summary>Training rows, one after the other.</summary>
    internal float[] Train { get; }

    /// <summary>Test rows, one after the other.</summary>
    internal float[] Test { get; }

    /// <summary>MNIST's digit 2 from OCDTD_SHARED/data/mnist (the four official files), or drawn rows where that is absent.</summary>
    internal static BenchRows Load() => MnistFolder() is { } folder ? Mnist(folder) : Drawn();

    /// <summary>The same images a little darker: none of their values but 0 is k/255 any more.</summary>
    internal BenchRows Darkened() =>
        new($"{Source}, times {Darker}", Array.ConvertAll(Train, v => v * Darker), Array.ConvertAll(Test, v => v * Darker));

    /// <summary>All of MNIST's training rows in their own order, or drawn rows where it is absent.</summary>
    internal static BenchRows LoadAllDigits()
    {
        if (MnistFolder() is not { } folder)
            return Drawn();
        using DataTable train = DataReader.Read(Path.Combine(folder, "train-images-idx3-ubyte.gz"));
        return new BenchRows($"MNIST: training rows of all digits, {train.RowCount:N0} in all", train.Rows.ToArray().Cast<float>().ToArray(), []);
    }

    /// <summary><paramref name="count"/> training rows from <paramref name="first"/> on.</summary>
    internal ReadOnlySpan2D<float> TrainRows(int first, int count) =>
        ReadOnlySpan2D<float>.DangerousCreate(in Train[first * Features], count, Features, 0);

    /// <summary>All training rows.</summary>
    internal ReadOnlySpan2D<float> AllTrainRows => TrainRows(0, Train.Length / Features);

    /// <summary>The first <paramref name="count"/> test rows.</summary>
    internal ReadOnlySpan2D<float> TestRows(int count) => ReadOnlySpan2D<float>.DangerousCreate(in Test[0], count, Features, 0);

    /// <summary>Test row <paramref name="index"/>.</summary>
    internal ReadOnlySpan<float> TestRow(int index) => Test.AsSpan(index * Features, Features);

    /// <summary>
    /// How many features are not the same for all <paramref name="count"/> training rows from <paramref name="first"/> on.
    /// </summary>
    internal int VaryingFeatures(int first, int count)
    {
        ReadOnlySpan<float> start = Train.AsSpan(first * Features, Features);
        bool[] varies = new bool[Features];
        for (int row = first + 1; row < first + count; row++)
        {
            for (int j = 0; j < Features; j++)
                varies[j] |= Train[row * Features + j] != start[j];
        }

        return varies.Count(feature => feature);
    }

    private static string? MnistFolder()
    {
        string? shared = Environment.GetEnvironmentVariable("OCDTD_SHARED");
        string folder = Path.Combine(shared ?? "", "data", "mnist");
        return shared is { Length: > 0 } && Directory.Exists(folder) ? folder : null;
    }

    private static BenchRows Mnist(string folder)
    {
        using DataTable train = DataReader.Read(Path.Combine(folder, "train-images-idx3-ubyte.gz"));
        int[] labels = DataReader.ReadLabels(Path.Combine(folder, "train-labels-idx1-ubyte.gz"));
        using DataTable test = DataReader.Read(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"));
        int[] rows = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == Digit)];
        return new BenchRows(
            $"MNIST: all {rows.Length:N0} training rows of digit {Digit}, test rows of all digits",
            Take(train, rows),
            Take(test, [.. Enumerable.Range(0, TestCount)]));
    }

    private static BenchRows Drawn()
    {
        var random = new Random(0);
        var normal = new StrokeDigits(random, Side);
        float[] test = new float[TestCount * Features];
        for (int row = 0; row < TestCount; row += 2)
        {
            // Every other row is of another kind, as an outlier would be.
            normal.Draw(random, test.AsSpan(row * Features, Features));
            new StrokeDigits(random, Side).Draw(random, test.AsSpan((row + 1) * Features, Features));
        }

        float[] train = new float[TrainCount * Features];
        for (int row = 0; row < TrainCount; row++)
            normal.Draw(random, train.AsSpan(row * Features, Features));
        return new BenchRows($"drawn strokes (OCDTD_SHARED names no folder with data/mnist): {TrainCount:N0} training rows", train, test);
    }

    private static float[] Take(DataTable table, int[] rows)
    {
        float[] taken = new float[rows.Length * table.FeatureCount];
        for (int i = 0; i < rows.Length; i++)
            table.Rows.GetRowSpan(rows[i]).CopyTo(taken.AsSpan(i * table.FeatureCount));
        return taken;
    }
}
