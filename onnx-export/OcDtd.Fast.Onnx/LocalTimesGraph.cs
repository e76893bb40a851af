using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>
/// Local Times over the members' log kernels: o_half = log α [+ log kept mass] − log Σ_edges e^(−h_i−h'_s), halves averaged.
/// </summary>
/// <remarks>
/// Where the members are small enough, Σ_i e_i Σ_s∈kNN(i) f_s is a matrix product with the 0/1 matrix of edges, which a runtime makes once
/// from the stored indices: 1000 × 100 edges take a thirtieth of the loop's time. Products of kernels vanish where no edge
/// joins the support vectors nearest to a row; such rows, and all rows of larger members, go through <see cref="EdgeLoop"/>.
/// </remarks>
internal sealed class LocalTimesGraph(GraphBuilder graph, LocalTimesEnsemble times, long mostPairs)
{
    /// <summary>Up to so many pairs of support vectors (128 MB of float64) the matrix of edges is formed.</summary>
    internal const long MostPairs = 1L << 24;

    /// <summary>A smaller sum of products of kernels may have lost terms that matter: double ends at 10⁻³⁰⁸.</summary>
    private const double SmallestSafeSum = 1e-260;

    private readonly bool _byProduct = (long)times.First.SupportVectorCount * times.Second.SupportVectorCount <= mostPairs;
    private readonly Dictionary<string, RelativeKernels> _kernels = [];

    /// <summary>Stores edges and constants; returns the name of the score without what log kernels leave out, (N).</summary>
    internal string Build(string firstLogKernels, string secondLogKernels)
    {
        graph.Store(Tensors.Scalar(TensorNames.LogAlpha, times.LogAlpha));
        graph.Store(Tensors.Scalar(TensorNames.Renormalize, times.IsRenormalized ? 1 : 0));
        graph.Store(Tensors.Matrix(TensorNames.Edges(Halves.First), times.EdgesOfFirst));
        string first = AddHalf(Halves.First, times.LogKeptMassOfFirst, firstLogKernels, secondLogKernels, times.Second);
        if (times.HalvesAgree)
            return first;

        graph.Store(Tensors.Matrix(TensorNames.Edges(Halves.Second), times.EdgesOfSecond));
        string second = AddHalf(Halves.Second, times.LogKeptMassOfSecond, secondLogKernels, firstLogKernels, times.First);
        string sum = graph.Node("Add", "halves.sum", [first, second]);
        return graph.Node("Div", "halves.mean", [sum, graph.Constant(2, "two")]);
    }

    private string AddHalf(string half, double logKeptMass, string centers, string partners, SupportVectorModel partnerMember)
    {
        string prefix = Halves.Prefix(half);
        string byRank = graph.Node(
            "Transpose", prefix + ".edges_by_rank", [TensorNames.Edges(half)], Attributes.Integers("perm", 1, 0));
        string pooled = _byProduct
            ? AddProduct(half, byRank, centers, partners, partnerMember)
            : new EdgeLoop(graph, prefix, byRank, graph.Axes(1)).Add(centers, partners);
        return graph.Node("Sub", prefix + ".score", [AddShift(half, logKeptMass), pooled]);
    }

    /// <summary>log Σ_edges of every row by a matrix product, and again by the loop for rows where that may have vanished.</summary>
    private string AddProduct(string half, string byRank, string centers, string partners, SupportVectorModel partnerMember)
    {
        string prefix = Halves.Prefix(half);
        RelativeKernels ofCenters = AddKernels(centers), ofPartners = AddKernels(partners);
        string matrix = AddEdgeMatrix(half, partnerMember.SupportVectorCount);
        string partnerSums = graph.Node(
            "Gemm", prefix + ".partner_sums", [ofPartners.Kernels, matrix], Attributes.Integer("transB", 1));
        string products = graph.Node("Mul", prefix + ".products", [ofCenters.Kernels, partnerSums]);
        string sum = graph.Node("ReduceSum", prefix + ".sum", [products, graph.Axes(1)], Attributes.Integer("keepdims", 0));
        string log = graph.Node("Log", prefix + ".log_sum", [sum]);
        string largest = graph.Node("Add", prefix + ".largest", [ofCenters.Largest, ofPartners.Largest]);
        string pooled = graph.Node("Add", prefix + ".product", [log, largest]);

        string vanished = graph.Node("Less", prefix + ".vanished", [sum, graph.Constant(SmallestSafeSum, "smallest_safe_sum")]);
        string places = graph.Node("NonZero", prefix + ".vanished_places", [vanished]);
        string rows = graph.Node("Squeeze", prefix + ".vanished_rows", [places, graph.Axes(0)]);
        string count = graph.Node("Size", prefix + ".vanished_count", [rows]);
        string any = graph.Node("Greater", prefix + ".any_vanished", [count, graph.Index(0)]);
        return graph.Node(
            "If",
            prefix + ".pooled",
            [any],
            Attributes.Body("then_branch", Repaired(half, byRank, centers, partners, rows, pooled)),
            Attributes.Body("else_branch", Unchanged(half, pooled)));
    }

    /// <summary>e^(log kernel − largest) and the largest, of one member; once, whichever halves ask.</summary>
    private RelativeKernels AddKernels(string logKernels)
    {
        if (_kernels.TryGetValue(logKernels, out RelativeKernels known))
            return known;

        string largest = graph.Reduce("ReduceMax", logKernels + ".largest", logKernels, keepDims: true);
        string relative = graph.Node("Sub", logKernels + ".relative", [logKernels, largest]);
        string kernels = graph.Node("Exp", logKernels + ".kernels", [relative]);
        string flat = graph.Node("Squeeze", logKernels + ".largest_flat", [largest, graph.Axes(1)]);
        return _kernels[logKernels] = new RelativeKernels(kernels, flat);
    }

    /// <summary>1 where an edge leads from a centre (row) to a partner (column), else 0.</summary>
    private string AddEdgeMatrix(string half, int partnerCount)
    {
        string prefix = Halves.Prefix(half);
        string edges = TensorNames.Edges(half);
        string shape = graph.Node("Shape", prefix + ".edges_shape", [edges]);
        string ones = graph.Node("ConstantOfShape", prefix + ".ones", [shape], Attributes.Tensor("value", Tensors.Vector("", [1.0])));
        string centerCount = graph.Node("Gather", prefix + ".center_count", [shape, graph.Axes(0)]);
        string size = graph.Node(
            "Concat", prefix + ".matrix_shape", [centerCount, graph.Counts(partnerCount)], Attributes.Integer("axis", 0));
        string zeros = graph.Node("ConstantOfShape", prefix + ".zeros", [size], Attributes.Tensor("value", Tensors.Vector("", [0.0])));

        // Adding, not setting: an edge that stands twice counts twice, as in the engine.
        return graph.Node(
            "ScatterElements",
            prefix + ".edge_matrix",
            [zeros, edges, ones],
            Attributes.Integer("axis", 1),
            Attributes.Text("reduction", "add"));
    }

    private GraphProto Repaired(string half, string byRank, string centers, string partners, string rows, string pooled)
    {
        string prefix = Halves.Prefix(half) + ".repair";
        var branch = new GraphBuilder(prefix + ".graph");
        string someCenters = branch.Node("Gather", prefix + ".centers", [centers, rows], Attributes.Integer("axis", 0));
        string somePartners = branch.Node("Gather", prefix + ".partners", [partners, rows], Attributes.Integer("axis", 0));
        string exact = new EdgeLoop(branch, prefix, byRank, graph.Axes(1)).Add(someCenters, somePartners);
        string repaired = branch.Node("ScatterElements", prefix + ".result", [pooled, rows, exact], Attributes.Integer("axis", 0));
        branch.Output(repaired, TensorProto.Types.DataType.Double, "N");
        return branch.Graph;
    }

    private static GraphProto Unchanged(string half, string pooled)
    {
        string prefix = Halves.Prefix(half);
        var branch = new GraphBuilder(prefix + ".keep.graph");
        branch.Output(branch.Node("Identity", prefix + ".keep.result", [pooled]), TensorProto.Types.DataType.Double, "N");
        return branch.Graph;
    }

    /// <summary>log α, and what renormalising adds.</summary>
    private string AddShift(string half, double logKeptMass)
    {
        string prefix = Halves.Prefix(half);
        string kept = graph.Store(Tensors.Scalar(TensorNames.LogKeptMass(half), logKeptMass));
        string added = graph.Node("Mul", prefix + ".renormalizing", [kept, TensorNames.Renormalize]);
        return graph.Node("Add", prefix + ".shift", [TensorNames.LogAlpha, added]);
    }

    /// <summary>Names of a member's kernels relative to the largest, (N, m), and of the largest log kernel, (N).</summary>
    private readonly record struct RelativeKernels(string Kernels, string Largest);
}
