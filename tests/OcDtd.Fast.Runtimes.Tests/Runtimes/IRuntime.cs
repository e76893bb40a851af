namespace OcDtd.Fast.Runtimes.Tests.Runtimes;

/// <summary>Something that runs ONNX files.</summary>
internal interface IRuntime : IDisposable
{
    /// <summary>How many of a case's rows it is given at most: fewer where it takes them one by one.</summary>
    int MostRows { get; }

    /// <summary>Opens the file and sends the rows through it, batch after batch.</summary>
    Answers Run(Question question);
}

/// <summary>What a runtime is asked.</summary>
/// <param name="Model">Path of the file.</param>
/// <param name="Rows">The rows to take them from, starting with the first.</param>
/// <param name="RowCount">N.</param>
/// <param name="Outputs">Names of the outputs that are wanted; nothing else may be computed.</param>
internal sealed record Question(string Model, RowTable Rows, int RowCount, IReadOnlyList<string> Outputs)
{
    /// <summary>Rows a call. docs/onnx.md says how much memory a batch takes.</summary>
    internal int BatchRows { get; init; } = 500;

    /// <summary>How often all rows are sent, to take times; the answers are those of the last.</summary>
    internal int Repeats { get; init; } = 1;

    internal int FeatureCount => Rows.Values.GetLength(1);
}

/// <summary>Rows in memory and, as raw little-endian float32, in a file for other processes.</summary>
internal sealed record RowTable(float[,] Values, string Path);
