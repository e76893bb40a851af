using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>log Σ_edges e^(log kernel of centre + of partner), by logarithms throughout.</summary>
/// <remarks>
/// A loop (Scan) goes through the nearest, the second nearest and so on of all centres at once, so that the largest value in memory
/// is C × m, as for the log kernels, and never C × edges. The first loop finds the largest exponent, the second sums relative to it.
/// </remarks>
internal static class EdgeLoop
{
    /// <summary>The name of the sums' logarithms, (C), from log kernels (C, m) and (C, n) and edges by rank (k, m).</summary>
    internal static string Add(GraphBuilder graph, string byRank, string centers, string partners)
    {
        string shape = graph.Shape(centers);
        string largest = graph.Reduce("ReduceMax", graph.Add(AddLargestPartner(graph, byRank, shape, partners), centers));
        string sum = graph.Sum(AddSums(graph, byRank, shape, centers, partners, largest));
        return graph.Squeeze(graph.Add(graph.Log(sum), largest), 1);
    }

    /// <summary>For every centre the largest log kernel among its partners, (C, m).</summary>
    private static string AddLargestPartner(GraphBuilder graph, string byRank, string shape, string partners)
    {
        GraphBuilder body = graph.Inner();
        string state = body.Inside(DataType.Double);
        string partner = body.Gather(partners, body.Inside(DataType.Int32), 1);
        body.Gives(body.Max(state, partner), DataType.Double);
        return AddScan(graph, body, graph.Filled(shape, double.NegativeInfinity), byRank);
    }

    /// <summary>For every centre Σ_s e^(its log kernel + the partner's − largest), (C, m).</summary>
    private static string AddSums(GraphBuilder graph, string byRank, string shape, string centers, string partners, string largest)
    {
        GraphBuilder body = graph.Inner();
        string state = body.Inside(DataType.Double);
        string partner = body.Gather(partners, body.Inside(DataType.Int32), 1);

        // In the order in which the largest was found, so that its own exponent is exactly 0 however large both ends are.
        string kernel = body.Exp(body.Sub(body.Add(partner, centers), largest));
        body.Gives(body.Add(state, kernel), DataType.Double);
        return AddScan(graph, body, graph.Filled(shape, 0), byRank);
    }

    private static string AddScan(GraphBuilder graph, GraphBuilder body, string start, string byRank) => graph.Node(
        "Scan", [start, byRank], Attributes.Integer("num_scan_inputs", 1), Attributes.Body("body", body.Graph));
}
