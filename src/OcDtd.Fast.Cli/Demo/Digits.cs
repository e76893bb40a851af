using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Demo;

/// <summary>The embedded digits: a subset of MNIST (Demo/Digits/ATTRIBUTION.md).</summary>
internal sealed class Digits : IDisposable
{
    /// <summary>The digit that is normal.</summary>
    internal const int Inlier = 2;

    private Digits(DataTable train, DataTable test, int[] testLabels)
    {
        Train = train;
        Test = test;
        TestLabels = testLabels;
    }

    /// <summary>2,000 rows, all of digit 2.</summary>
    internal DataTable Train { get; }

    /// <summary>200 rows of each digit.</summary>
    internal DataTable Test { get; }

    /// <summary>Which digit each test row is.</summary>
    internal int[] TestLabels { get; }

    internal static Digits Load()
    {
        const string Labels = "test-labels-idx1-ubyte.gz";
        using Stream labels = Open(Labels);
        return new Digits(Read("train-images-idx3-ubyte.gz"), Read("test-images-idx3-ubyte.gz"), IdxReader.ReadLabels(labels, Labels));
    }

    /// <summary>The first test rows of a digit.</summary>
    internal int[] FirstOf(int digit, int count) =>
        [.. Enumerable.Range(0, TestLabels.Length).Where(row => TestLabels[row] == digit).Take(count)];

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private static DataTable Read(string name)
    {
        using Stream stream = Open(name);
        return IdxReader.Read(stream, name);
    }

    private static Stream Open(string name) => typeof(Digits).Assembly.GetManifestResourceStream("digits/" + name)
        ?? throw new InvalidOperationException($"the embedded file {name} is missing from this build.");
}
