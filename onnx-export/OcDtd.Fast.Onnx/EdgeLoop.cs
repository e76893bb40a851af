using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>log Σ_edges e^(log kernel of centre + of partner), by logarithms throughout.</summary>
/// <remarks>
/// A loop (Scan) goes through the nearest, the second nearest and so on of all centres at once, so that the largest value in memory
/// is N × m, as for the log kernels, and never N × edges. The first loop finds the largest exponent, the second sums relative to it.
/// </remarks>
/// <param name="graph">Receives the nodes; may be a branch.</param>
/// <param name="prefix">Starts their names.</param>
/// <param name="edgesByRank">Name of the edges, (k, m).</param>
/// <param name="secondAxis">Name of the list [1].</param>
internal sealed class EdgeLoop(GraphBuilder graph, string prefix, string edgesByRank, string secondAxis)
{
    /// <summary>The name of the sums' logarithms, (N), from log kernels (N, m) and (N, n).</summary>
    internal string Add(string centers, string partners)
    {
        string shape = graph.Node("Shape", prefix + ".shape", [centers]);
        string nearest = AddLargestPartner(shape, partners);
        string exponents = graph.Node("Add", prefix + ".largest_by_center", [nearest, centers]);
        string largest = graph.Reduce("ReduceMax", prefix + ".loop_largest", exponents, keepDims: true);
        string sums = AddSums(shape, centers, partners, largest);
        string sum = graph.Node("ReduceSum", prefix + ".loop_sum", [sums, secondAxis], Attributes.Integer("keepdims", 1));
        string log = graph.Node("Log", prefix + ".loop_log", [sum]);
        string pooled = graph.Node("Add", prefix + ".loop_pooled", [log, largest]);
        return graph.Node("Squeeze", prefix + ".loop_flat", [pooled, secondAxis]);
    }

    /// <summary>For every centre the largest log kernel among its partners, (N, m).</summary>
    private string AddLargestPartner(string shape, string partners)
    {
        string start = AddFilled(prefix + ".lowest", shape, double.NegativeInfinity);
        GraphBuilder body = StartBody(prefix + ".max.", out string partner, partners);
        body.Node("Max", prefix + ".max.next", [prefix + ".max.state", partner]);
        return AddScan(prefix + ".nearest", body, start);
    }

    /// <summary>For every centre Σ_s e^(its log kernel + the partner's − largest), (N, m).</summary>
    private string AddSums(string shape, string centers, string partners, string largest)
    {
        string start = AddFilled(prefix + ".nothing", shape, 0);
        GraphBuilder body = StartBody(prefix + ".add.", out string partner, partners);

        // In the order in which the largest was found, so that its own exponent is exactly 0 however large both ends are.
        string exponent = body.Node("Add", prefix + ".add.exponent", [partner, centers]);
        string shifted = body.Node("Sub", prefix + ".add.shifted", [exponent, largest]);
        string kernel = body.Node("Exp", prefix + ".add.kernel", [shifted]);
        body.Node("Add", prefix + ".add.next", [prefix + ".add.state", kernel]);
        return AddScan(prefix + ".sums", body, start);
    }

    private static GraphBuilder StartBody(string name, out string partner, string partners)
    {
        var body = new GraphBuilder(name + "graph");
        body.Input(name + "state", DataType.Double);
        string edges = body.Input(name + "edges", DataType.Int32);
        partner = body.Node("Gather", name + "partner", [partners, edges], Attributes.Integer("axis", 1));
        body.Output(name + "next", DataType.Double);
        return body;
    }

    private string AddScan(string value, GraphBuilder body, string start) => graph.Node(
        "Scan", value, [start, edgesByRank], Attributes.Integer("num_scan_inputs", 1), Attributes.Body("body", body.Graph));

    private string AddFilled(string value, string shape, double number) => graph.Node(
        "ConstantOfShape", value, [shape], Attributes.Tensor("value", Tensors.Vector("", [number])));
}
