namespace OcDtd.Fast.Onnx;

/// <summary>The few (virtual) support vectors nearest to each row of a chunk, with differences formed directly.</summary>
/// <remarks>
/// Where a row lies beside a support vector, x − c and u − c agree in most of their digits, and what a matrix product makes of them is lost;
/// x − u itself is not.
/// </remarks>
internal sealed class NearestVectors
{
    private readonly GraphBuilder _graph;
    private readonly string _indices;
    private readonly string _squares;
    private readonly string _exponents;

    private NearestVectors(
        GraphBuilder graph, ChunkRows rows, string exponents, int count, string gamma, Func<string, string> gather)
    {
        _graph = graph;
        _indices = count == 1
            ? graph.Node("ArgMin", [exponents], Attributes.Integer("axis", 1)) // several times as fast
            : graph.Nodes("TopK", 2, [exponents, graph.List(count)], Attributes.Integer("axis", 1), Attributes.Integer("largest", 0))[1];
        _squares = graph.Square(graph.Sub(graph.Unsqueeze(rows.Centered, 1), gather(_indices)));
        _exponents = Put(exponents, graph.Mul(graph.SumOut(_squares, 2), gamma));
    }

    /// <summary>
    /// Adds weights, (C, m), and takes the nearest out of them where the rule divides by distances, as the conservative does; the thesis'
    /// gives a support vector beside the row next to nothing, and is right without.
    /// </summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="rule">How relevance is given.</param>
    /// <param name="rows">The chunk's rows.</param>
    /// <param name="exponents">Name of γ‖x−u‖², (C, m).</param>
    /// <param name="count">How many nearest there are to be, at most m.</param>
    /// <param name="gamma">Name of the width.</param>
    /// <param name="gather">Adds vectors relative to c by their indices (C, K), as (C, K, d).</param>
    /// <param name="weigh">Adds weights for exponents.</param>
    /// <returns>Names of the weights of the others, (C, m), and of the relevance of the nearest, (C, d), null for none.</returns>
    internal static (string Weights, string? Relevance) Split(
        GraphBuilder graph,
        RelevanceRule rule,
        ChunkRows rows,
        string exponents,
        int count,
        string gamma,
        Func<string, string> gather,
        Func<string, string> weigh)
    {
        if (rule == RelevanceRule.Thesis)
            return (weigh(exponents), null);

        var nearest = new NearestVectors(graph, rows, exponents, count, gamma, gather);
        return nearest.Split(weigh(nearest._exponents));
    }

    /// <summary>The weights of all others, and Σ_k c_k (x−u_k)² of the nearest.</summary>
    private (string Weights, string Relevance) Split(string weights)
    {
        string own = _graph.Node("GatherElements", [weights, _indices], Attributes.Integer("axis", 1));
        string relevance = _graph.SumOut(_graph.Mul(_graph.Unsqueeze(own, 2), _squares), 1);
        return (Put(weights, _graph.Filled(_graph.Shape(_indices), 0)), relevance);
    }

    private string Put(string values, string ofNearest) =>
        _graph.Node("ScatterElements", [values, _indices, ofNearest], Attributes.Integer("axis", 1));
}
