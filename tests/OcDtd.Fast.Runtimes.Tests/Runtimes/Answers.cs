namespace OcDtd.Fast.Runtimes.Tests.Runtimes;

/// <summary>Names of the outputs, docs/onnx.md.</summary>
internal static class OutputNames
{
    internal const string Outlierness = "outlierness";
    internal const string Relevance = "relevance";
    internal const string Residual = "residual";
    internal const string IsOutlier = "is_outlier";
    internal const string PValue = "p_value";

    internal static IReadOnlyList<string> All { get; } = [Outlierness, Relevance, Residual, IsOutlier, PValue];
}

/// <summary>What a runtime answered: an array for each output that was asked for, and what it took.</summary>
internal sealed class Answers
{
    private readonly Dictionary<string, Array> _outputs;

    internal Answers(Question question) =>
        _outputs = question.Outputs.ToDictionary(name => name, name => Room(name, question.RowCount, question.FeatureCount));

    /// <summary>Milliseconds of every repeat, all rows; opening the file is not in it.</summary>
    internal double[] Milliseconds { get; init; } = [];

    internal float[] Outlierness => (float[])_outputs[OutputNames.Outlierness];

    /// <summary>(N · d), row after row; null where it was not asked for, as all that follow.</summary>
    internal float[]? Relevance => Floats(OutputNames.Relevance);

    internal float[]? Residual => Floats(OutputNames.Residual);

    internal bool[]? IsOutlier => (bool[]?)_outputs.GetValueOrDefault(OutputNames.IsOutlier);

    internal float[]? PValue => Floats(OutputNames.PValue);

    /// <summary>Puts a batch where it belongs; fails where it is not as long as its rows ask for.</summary>
    internal void Set<T>(string output, ReadOnlySpan<T> batch, int firstRow, int rowCount, int featureCount)
        where T : unmanaged
    {
        int width = Width(output, featureCount);
        Assert.True(batch.Length == rowCount * width, $"{output} of {rowCount} rows holds {batch.Length} values.");
        batch.CopyTo(((T[])_outputs[output]).AsSpan(firstRow * width));
    }

    private static Array Room(string output, int rowCount, int featureCount) =>
        output == OutputNames.IsOutlier ? new bool[rowCount] : new float[rowCount * Width(output, featureCount)];

    private static int Width(string output, int featureCount) => output == OutputNames.Relevance ? featureCount : 1;

    private float[]? Floats(string output) => (float[]?)_outputs.GetValueOrDefault(output);
}
