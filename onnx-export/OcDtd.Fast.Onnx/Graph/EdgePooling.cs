using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>log Σ_edges e^(−h_i−h'_s) of one half of local Times, over the members' log kernels.</summary>
/// <remarks>
/// Where the members are small enough, Σ_i e_i Σ_s∈kNN(i) f_s is a matrix product with the 0/1 matrix of edges, which a runtime makes once
/// from the stored indices: 1000 × 100 edges take a thirtieth of the loop's time. Products of kernels vanish where no edge
/// joins the support vectors nearest to a row; such rows, and all rows of larger members, go through <see cref="EdgeLoop"/>.
/// </remarks>
internal sealed class EdgePooling
{
    /// <summary>A smaller sum of products of kernels may have lost terms that matter: double ends at 10⁻³⁰⁸.</summary>
    private const double SmallestSafeSum = 1e-260;

    private readonly string _byRank;
    private readonly string? _matrix;

    /// <param name="graph">The outermost graph.</param>
    /// <param name="edges">Name of the edges, (m, k).</param>
    /// <param name="byRank">Name of the same by rank, (k, m).</param>
    /// <param name="centers">m.</param>
    /// <param name="partners">n.</param>
    /// <param name="limits">Up to how many pairs the matrix of edges is formed.</param>
    internal EdgePooling(GraphBuilder graph, string edges, string byRank, int centers, int partners, GraphLimits limits)
    {
        _byRank = byRank;
        _matrix = (long)centers * partners <= limits.Pairs ? AddEdgeMatrix(graph, edges, centers, partners) : null;
    }

    /// <summary>Returns the name of the sums' logarithms, (C, 1).</summary>
    internal string Add(GraphBuilder chunk, RelativeKernels centers, RelativeKernels partners)
    {
        string pooled = _matrix is null
            ? EdgeLoop.Add(chunk, _byRank, centers.LogKernels, partners.LogKernels)
            : AddProduct(chunk, centers, partners);
        return chunk.Unsqueeze(pooled, 1);
    }

    /// <summary>The sums of every row by a matrix product, and again by the loop for rows where that may have vanished.</summary>
    private string AddProduct(GraphBuilder chunk, RelativeKernels centers, RelativeKernels partners)
    {
        string partnerSums = chunk.ProductWithTransposed(partners.Kernels(chunk), _matrix!);
        string sum = chunk.SumOut(chunk.Mul(centers.Kernels(chunk), partnerSums), 1);
        string largest = chunk.Squeeze(chunk.Add(centers.Largest(chunk), partners.Largest(chunk)), 1);
        string pooled = chunk.Add(chunk.Log(sum), largest);

        string vanished = chunk.Node("Less", [sum, chunk.Number(SmallestSafeSum)]);
        string rows = chunk.Squeeze(chunk.Node("NonZero", [vanished]), 0);
        string any = chunk.Node("Greater", [chunk.Node("Size", [rows]), chunk.Index(0)]);
        return chunk.Node(
            "If",
            [any],
            Attributes.Body("then_branch", Repaired(chunk, centers.LogKernels, partners.LogKernels, rows, pooled)),
            Attributes.Body("else_branch", Unchanged(chunk, pooled)));
    }

    /// <summary>1 where an edge leads from a centre (row) to a partner (column), else 0.</summary>
    private static string AddEdgeMatrix(GraphBuilder graph, string edges, int centers, int partners)
    {
        string ones = graph.Filled(graph.Shape(edges), 1);
        string zeros = graph.Filled(graph.List(centers, partners), 0);

        // Adding, not setting: an edge that stands twice counts twice, as in the engine.
        return graph.Node(
            "ScatterElements", [zeros, edges, ones], Attributes.Integer("axis", 1), Attributes.Text("reduction", "add"));
    }

    private GraphProto Repaired(GraphBuilder chunk, string centers, string partners, string rows, string pooled)
    {
        GraphBuilder branch = chunk.Inner();
        string exact = EdgeLoop.Add(branch, _byRank, branch.Gather(centers, rows, 0), branch.Gather(partners, rows, 0));
        string repaired = branch.Node("ScatterElements", [pooled, rows, exact], Attributes.Integer("axis", 0));
        branch.Gives(repaired, TensorProto.Types.DataType.Double);
        return branch.Graph;
    }

    private static GraphProto Unchanged(GraphBuilder chunk, string pooled)
    {
        GraphBuilder branch = chunk.Inner();
        branch.Gives(branch.Node("Identity", [pooled]), TensorProto.Types.DataType.Double);
        return branch.Graph;
    }
}
