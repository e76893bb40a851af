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

    /// <summary>Adds the nodes that find them.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="rows">The chunk's rows.</param>
    /// <param name="exponents">Name of γ‖x−u‖², (C, m).</param>
    /// <param name="count">How many there are to be, at most m.</param>
    /// <param name="gamma">Name of the width.</param>
    /// <param name="gather">Adds vectors relative to c by their indices (C, K), as (C, K, d).</param>
    internal NearestVectors(
        GraphBuilder graph, ChunkRows rows, string exponents, int count, string gamma, Func<string, string> gather)
    {
        _graph = graph;
        _indices = count == 1
            ? graph.Node("ArgMin", [exponents], Attributes.Integer("axis", 1)) // several times as fast
            : graph.Nodes("TopK", 2, [exponents, graph.List(count)], Attributes.Integer("axis", 1), Attributes.Integer("largest", 0))[1];
        _squares = graph.Square(graph.Sub(graph.Unsqueeze(rows.Centered, 1), gather(_indices)));
        Exponents = Put(exponents, graph.Mul(graph.SumOut(_squares, 2), gamma));
    }

    /// <summary>Name of the exponents, (C, m), with those of the nearest made exact.</summary>
    internal string Exponents { get; }

    /// <summary>Splits weights (C, m): those of all others, (C, m), and the relevance Σ_k c_k (x−u_k)² of the nearest, (C, d).</summary>
    internal (string Others, string Relevance) Split(string weights)
    {
        string own = _graph.Node("GatherElements", [weights, _indices], Attributes.Integer("axis", 1));
        string relevance = _graph.SumOut(_graph.Mul(_graph.Unsqueeze(own, 2), _squares), 1);
        return (Put(weights, _graph.Filled(_graph.Shape(_indices), 0)), relevance);
    }

    private string Put(string values, string ofNearest) =>
        _graph.Node("ScatterElements", [values, _indices, ofNearest], Attributes.Integer("axis", 1));
}
