using OcDtd.Fast.Onnx.Format;
using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>Local Times over gathered log kernels of the members: o_half = log α [+ log kept mass] − log Σ_edges e^(−h_i−h'_s), halves averaged.</summary>
/// <remarks>
/// A loop (Scan) goes through the k nearest, the second nearest and so on of all centres at once, so that the largest value in memory
/// is N × m, as for the distances, and never N × edges. The first loop finds the largest exponent, the second sums relative to it:
/// products of kernels would vanish where no edge joins the support vectors nearest to the row.
/// </remarks>
internal sealed class LocalTimesGraph(GraphBuilder graph, LocalTimesEnsemble times)
{
    /// <summary>Stores edges and constants; returns the name of the score without what log kernels leave out, (N).</summary>
    internal string Build(string firstLogKernels, string secondLogKernels)
    {
        graph.Store(Tensors.Scalar(TensorNames.LogAlpha, times.LogAlpha));
        graph.Store(Tensors.Scalar(TensorNames.Renormalize, times.IsRenormalized ? 1 : 0));
        graph.Store(Tensors.Matrix(TensorNames.Edges(Halves.First), times.EdgesOfFirst));
        string first = AddHalf(Halves.First, times.LogKeptMassOfFirst, firstLogKernels, secondLogKernels);
        if (LocalTimesHalves.Agree(times))
            return first;

        graph.Store(Tensors.Matrix(TensorNames.Edges(Halves.Second), times.EdgesOfSecond));
        string second = AddHalf(Halves.Second, times.LogKeptMassOfSecond, secondLogKernels, firstLogKernels);
        string sum = graph.Node("Add", "halves.sum", [first, second]);
        return graph.Node("Div", "halves.mean", [sum, graph.Constant(2, "two")]);
    }

    private string AddHalf(string half, double logKeptMass, string centers, string partners)
    {
        string edges = graph.Node(
            "Transpose", half + ".edges_by_rank", [TensorNames.Edges(half)], Attributes.Integers("perm", 1, 0));
        string shape = graph.Node("Shape", half + ".shape", [centers]);
        string nearest = AddLargestPartner(half, shape, edges, partners);
        string exponents = graph.Node("Add", half + ".largest_by_center", [nearest, centers]);
        string largest = graph.Reduce("ReduceMax", half + ".largest", exponents, keepDims: true);
        string sums = AddSum(half, shape, edges, centers, partners, largest);

        string sum = graph.Node("ReduceSum", half + ".sum", [sums, graph.Axes(1)], Attributes.Integer("keepdims", 1));
        string log = graph.Node("Log", half + ".log_sum", [sum]);
        string pooled = graph.Node("Add", half + ".pooled", [log, largest]);
        string flat = graph.Node("Squeeze", half + ".flat", [pooled, graph.Axes(1)]);
        return graph.Node("Sub", half + ".score", [AddShift(half, logKeptMass), flat]);
    }

    /// <summary>For every centre the largest log kernel among its partners, (N, m).</summary>
    private string AddLargestPartner(string half, string shape, string edges, string partners)
    {
        string start = AddFilled(half + ".lowest", shape, double.NegativeInfinity);
        GraphBuilder body = StartBody(half + ".largest_partner");
        string partner = body.Node("Gather", "partner", [partners, "edges"], Attributes.Integer("axis", 1));
        body.Node("Max", "next", ["state", partner]);
        return AddScan(half + ".nearest", body, start, edges);
    }

    /// <summary>For every centre Σ_s e^(its log kernel + the partner's − largest), (N, m).</summary>
    private string AddSum(string half, string shape, string edges, string centers, string partners, string largest)
    {
        string start = AddFilled(half + ".nothing", shape, 0);
        GraphBuilder body = StartBody(half + ".sum_partners");
        string partner = body.Node("Gather", "partner", [partners, "edges"], Attributes.Integer("axis", 1));

        // In the order in which the largest was found, so that its own exponent is exactly 0 however large both ends are.
        string exponent = body.Node("Add", "exponent", [partner, centers]);
        string shifted = body.Node("Sub", "shifted", [exponent, largest]);
        string kernel = body.Node("Exp", "kernel", [shifted]);
        body.Node("Add", "next", ["state", kernel]);
        return AddScan(half + ".sums", body, start, edges);
    }

    private static GraphBuilder StartBody(string name)
    {
        var body = new GraphBuilder(name);
        body.Input("state", DataType.Double);
        body.Input("edges", DataType.Int32);
        body.Output("next", DataType.Double);
        return body;
    }

    private string AddScan(string value, GraphBuilder body, string start, string edges) => graph.Node(
        "Scan", value, [start, edges], Attributes.Integer("num_scan_inputs", 1), Attributes.Body("body", body.Graph));

    private string AddFilled(string value, string shape, double number)
    {
        TensorProto fill = Tensors.Vector("", [number]);
        return graph.Node("ConstantOfShape", value, [shape], Attributes.Tensor("value", fill));
    }

    /// <summary>log α, and what renormalising adds.</summary>
    private string AddShift(string half, double logKeptMass)
    {
        string kept = graph.Store(Tensors.Scalar(TensorNames.LogKeptMass(half), logKeptMass));
        string added = graph.Node("Mul", half + ".renormalizing", [kept, TensorNames.Renormalize]);
        return graph.Node("Add", half + ".shift", [TensorNames.LogAlpha, added]);
    }
}
