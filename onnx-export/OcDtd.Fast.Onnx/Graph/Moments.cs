namespace OcDtd.Fast.Onnx;

/// <summary>
/// Weighted sums over (virtual) support vectors from which relevance follows: Σ c_i, Σ c_i z_i and Σ c_i z_i², and the relevance of the
/// few that are not among these because they lie too close.
/// </summary>
/// <param name="Mass">Name of Σ c_i, (C, 1).</param>
/// <param name="First">Name of Σ c_i z_i, (C, d).</param>
/// <param name="Second">Name of Σ c_i z_i², feature by feature, (C, d).</param>
/// <param name="Nearest">Name of Σ c_k (x−u_k)² of <see cref="NearestVectors"/>, (C, d); null where none are apart.</param>
internal sealed record Moments(string Mass, string First, string Second, string? Nearest)
{
    /// <summary>Their names in this order.</summary>
    internal string[] Names => Nearest is null ? [Mass, First, Second] : [Mass, First, Second, Nearest];

    /// <summary>How many there are: the nearest stand apart where the rule divides by distances.</summary>
    internal static int Count(RelevanceRule rule) => rule == RelevanceRule.Thesis ? 3 : 4;

    /// <summary>The same of other names in the same order.</summary>
    internal static Moments Of(ReadOnlySpan<string> names) => new(names[0], names[1], names[2], names.Length > 3 ? names[3] : null);

    /// <summary>Of weights (C, m) over support vectors (m, d) and their squares: two matrix products.</summary>
    internal static Moments Of(GraphBuilder graph, string weights, string vectors, string squares, string? nearest) =>
        new(graph.Sum(weights), graph.MatMul(weights, vectors), graph.MatMul(weights, squares), nearest);

    /// <summary>The mean of several.</summary>
    internal static Moments Mean(GraphBuilder graph, IReadOnlyList<Moments> moments) =>
        Of([.. Enumerable.Range(0, moments[0].Names.Length).Select(i => graph.Mean([.. moments.Select(m => m.Names[i])]))]);

    /// <summary>R = Σ c_i (y − z_i)² = y² Σ c_i − 2y Σ c_i z_i + Σ c_i z_i², never negative, whatever is lost in cancelling, and the nearest, (C, d).</summary>
    internal string AddRelevance(GraphBuilder graph, ChunkRows rows)
    {
        string twice = graph.Add(First, First);
        string slope = graph.Sub(graph.Mul(rows.Centered, Mass), twice);
        string relevance = graph.NotNegative(graph.Add(graph.Mul(rows.Centered, slope), Second));
        return Nearest is null ? relevance : graph.Add(relevance, Nearest);
    }
}
