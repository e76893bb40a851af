namespace OcDtd.Fast.Onnx;

/// <summary>How much a graph holds at once; beyond each of these it goes by parts.</summary>
internal sealed record GraphLimits
{
    /// <summary>Numbers of a matrix that has a row of its own for each row scored: 16 MB of float64, which stays in most caches.</summary>
    internal long Chunk { get; init; } = 1L << 21;

    /// <summary>Rows of a chunk, at most: more gain nothing.</summary>
    internal int ChunkRows { get; init; } = 1024;

    /// <summary>Pairs of support vectors for which local Times forms its matrix of edges: 128 MB of float64.</summary>
    internal long Pairs { get; init; } = 1L << 24;

    /// <summary>Features of virtual support vectors that local Times keeps from run to run: 128 MB, and their squares as much again.</summary>
    internal long VirtualFeatures { get; init; } = 1L << 24;

    /// <summary>Numbers in the weights of pairs, and in their products with features, of global Times: 32 MB each.</summary>
    internal long PairWeights { get; init; } = 1L << 22;

    /// <summary>How many rows a chunk may have where each takes the widest of these many numbers.</summary>
    internal int RowsFor(params ReadOnlySpan<long> widths)
    {
        long widest = 1;
        foreach (long width in widths)
            widest = Math.Max(widest, width);
        return (int)Math.Clamp(Chunk / widest, 1, ChunkRows);
    }
}
