namespace OcDtd.Fast.Onnx;

/// <summary>Weighted sums over (virtual) support vectors from which relevance follows: Σ c_i, Σ c_i z_i and Σ c_i z_i².</summary>
/// <param name="Mass">Name of Σ c_i, (C, 1).</param>
/// <param name="First">Name of Σ c_i z_i, (C, d).</param>
/// <param name="Second">Name of Σ c_i z_i², feature by feature, (C, d).</param>
internal sealed record Moments(string Mass, string First, string Second)
{
    /// <summary>The moments of weights (C, m) over support vectors (m, d) and their squares: two matrix products.</summary>
    internal static Moments Of(GraphBuilder graph, string weights, string vectors, string squares) =>
        new(graph.Sum(weights), graph.MatMul(weights, vectors), graph.MatMul(weights, squares));

    /// <summary>The mean of several.</summary>
    internal static Moments Mean(GraphBuilder graph, IReadOnlyList<Moments> moments) => new(
        graph.Mean([.. moments.Select(m => m.Mass)]),
        graph.Mean([.. moments.Select(m => m.First)]),
        graph.Mean([.. moments.Select(m => m.Second)]));

    /// <summary>R = Σ c_i (y − z_i)² = y² Σ c_i − 2y Σ c_i z_i + Σ c_i z_i², (C, d), never negative, whatever is lost in cancelling.</summary>
    internal string AddRelevance(GraphBuilder graph, ChunkRows rows)
    {
        string twice = graph.Add(First, First);
        string slope = graph.Sub(graph.Mul(rows.Centered, Mass), twice);
        return graph.NotNegative(graph.Add(graph.Mul(rows.Centered, slope), Second));
    }
}
