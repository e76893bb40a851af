using CommunityToolkit.HighPerformance;
using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>What both halves of local Times have in common: names of numbers, and how large things may be.</summary>
internal sealed record LocalTimesShared(int Features, TimesConstants Constants, string LogAlpha, string Renormalize, GraphLimits Limits);

/// <summary>
/// One half of local Times: o = log α [+ log kept mass] − log Σ_edges e^(−h_i−h'_s), and the moments of its edges' weights.
/// </summary>
/// <remarks>
/// Relevance goes through the nearest, the second nearest and so on of all centres at once (Scan): for each rank the weights of m edges, (C, m), and
/// two matrix products with m virtual support vectors and their squares. Small models keep those; large ones make m of them at a time,
/// which does not pay for a few rows: <see cref="LocalTimesRecipe"/> then asks for the weights of all pairs, 0 where no edge is.
/// </remarks>
internal sealed class LocalTimesHalf
{
    private readonly GraphBuilder _graph;
    private readonly MemberTensors _centers;
    private readonly MemberTensors _partners;
    private readonly LocalTimesShared _shared;
    private readonly string _centerShare;
    private readonly string _partnerShare;
    private readonly string _byRank;
    private readonly string _shift;
    private readonly EdgePooling _pooling;
    private ScoredHalf? _scored;

    internal LocalTimesHalf(
        GraphBuilder graph,
        string name,
        ReadOnlySpan2D<int> edges,
        double logKeptMass,
        MemberTensors centers,
        MemberTensors partners,
        LocalTimesShared shared)
    {
        _graph = graph;
        _centers = centers;
        _partners = partners;
        _shared = shared;
        (_centerShare, _partnerShare) = name == Halves.First
            ? (shared.Constants.FirstShare, shared.Constants.SecondShare)
            : (shared.Constants.SecondShare, shared.Constants.FirstShare);
        string stored = graph.Store(Tensors.Matrix(TensorNames.Edges(name), edges));
        _byRank = graph.Node("Transpose", [stored], Attributes.Integers("perm", 1, 0));
        _pooling = new EdgePooling(graph, stored, _byRank, centers.Count, partners.Count, shared.Limits);
        EdgeCount = edges.Length;
        KeepsVirtual = edges.Length * shared.Features <= shared.Limits.VirtualFeatures;
        string kept = graph.Store(Tensors.Scalar(TensorNames.LogKeptMass(name), logKeptMass));
        _shift = graph.Add(shared.LogAlpha, graph.Mul(kept, shared.Renormalize));
    }

    /// <summary>m·k.</summary>
    internal long EdgeCount { get; }

    /// <summary>Whether the graph keeps all virtual support vectors from run to run.</summary>
    internal bool KeepsVirtual { get; }

    /// <summary>Whether there is a matrix of edges, by which weights of pairs can be told.</summary>
    internal bool HasMatrix => _pooling.Matrix is not null;

    /// <summary>Returns the name of the half's outlierness, (C, 1).</summary>
    /// <param name="chunk">Receives the nodes.</param>
    /// <param name="rows">The chunk's rows.</param>
    /// <param name="common">Name of both members' common exponents added, (C, 1).</param>
    /// <param name="centers">The member from whose support vectors edges lead.</param>
    /// <param name="partners">The member to whose they lead.</param>
    internal string AddScore(GraphBuilder chunk, ChunkRows rows, string common, RelativeKernels centers, RelativeKernels partners)
    {
        string pooled = _pooling.Add(chunk, centers, partners);
        string outlierness = chunk.NotNegative(chunk.Add(chunk.Sub(_shift, pooled), common));
        _scored = new ScoredHalf(rows, common, centers.LogKernels, partners.LogKernels, pooled, outlierness);
        return outlierness;
    }

    /// <summary>The moments of the edges' weights, whose responsibilities add up to 1 over the half.</summary>
    internal Moments AddMoments(GraphBuilder branch, RelevanceRule rule)
    {
        GraphBuilder body = branch.Inner();
        string[] before = [.. Enumerable.Range(0, 1 + Moments.Count(rule)).Select(_ => body.Inside(DataType.Double))]; // Σp, and moments
        string[] ranked = [_byRank];
        string edges = body.Inside(DataType.Int32);
        VirtualVectors vectors;
        if (KeepsVirtual)
        {
            VirtualVectors all = AddVirtual(_graph, _byRank);
            vectors = new VirtualVectors(body.Inside(DataType.Double), body.Inside(DataType.Double), body.Inside(DataType.Double));
            ranked = [_byRank, all.Centered, all.Squares, all.Offsets];
        }
        else
        {
            vectors = AddVirtual(body, edges);
        }

        string[] added = AddRank(body, rule, edges, vectors);
        for (int i = 0; i < before.Length; i++)
            body.Gives(body.Add(before[i], added[i]), DataType.Double);

        string column = branch.Filled(branch.Shape(_scored!.Common), 0), matrix = branch.Filled(branch.Shape(_scored.Rows.Centered), 0);
        string[] sums = branch.Nodes(
            "Scan",
            before.Length,
            [column, column, .. Enumerable.Repeat(matrix, before.Length - 2), .. ranked],
            Attributes.Integer("num_scan_inputs", ranked.Length),
            Attributes.Body("body", body.Graph));
        return Moments.Of([.. sums.Skip(1).Select(sum => branch.Div(sum, sums[0]))]);
    }

    /// <summary>The weights of a block's pairs, (C, B, n), with 0 where no edge is; of the members' first and second whichever half this is.</summary>
    /// <param name="block">The block, of the first member's support vectors.</param>
    /// <param name="rule">How relevance is given.</param>
    /// <param name="logKernels">Name of the members' log kernels added, (C, B, n).</param>
    /// <param name="isFirst">Whether edges lead from the first member.</param>
    internal string AddPairWeights(PairBlock block, RelevanceRule rule, string logKernels, bool isFirst)
    {
        GraphBuilder body = block.Body;
        string matrix = body.Slice(_pooling.Matrix!, block.Start, block.End, isFirst ? 0 : 1);
        string edges = isFirst ? matrix : body.Node("Transpose", [matrix], Attributes.Integers("perm", 1, 0));
        string responsibilities = AddResponsibilities(body, logKernels, body.Unsqueeze(_scored!.Pooled, 2));
        return RelevanceWeights.Add(
            body,
            rule,
            body.Mul(responsibilities, edges),
            block.Exponents,
            body.Unsqueeze(_scored.Outlierness, 2),
            _shared.Constants.Gamma);
    }

    /// <summary>Over 1 by rounding only, which far out may be much.</summary>
    private static string AddResponsibilities(GraphBuilder body, string logKernels, string pooled) =>
        body.Exp(body.Min(body.Sub(logKernels, pooled), body.Number(0)));

    /// <summary>Virtual support vectors of edges: all of them by rank, (k, m, d), or those of one rank, (m, d).</summary>
    private VirtualVectors AddVirtual(GraphBuilder graph, string edges)
    {
        string partners = graph.Gather(_partners.Centered, edges, 0);
        string virtualVectors = graph.Add(graph.Mul(_centers.Centered, _centerShare), graph.Mul(partners, _partnerShare));
        string gaps = graph.Node(
            "ReduceSumSquare",
            [graph.Sub(_centers.Centered, partners)],
            Attributes.Integers("axes", -1),
            Attributes.Integer("keepdims", 0));
        string weights = graph.Add(_centers.LogWeights, graph.Gather(_partners.LogWeights, edges, 0));
        string offsets = graph.Sub(weights, graph.Mul(gaps, _shared.Constants.Gap));
        return new VirtualVectors(virtualVectors, graph.Square(virtualVectors), offsets);
    }

    /// <summary>One rank's part of Σp and the moments; of each rank the nearest edge is taken directly.</summary>
    private string[] AddRank(GraphBuilder body, RelevanceRule rule, string edges, VirtualVectors vectors)
    {
        string logKernels = body.Add(_scored!.Centers, body.Gather(_scored.Partners, edges, 1));
        string responsibilities = AddResponsibilities(body, logKernels, _scored.Pooled); // Σp makes good for what that cuts off
        (string weights, string? nearest) = NearestVectors.Split(
            body,
            rule,
            _scored.Rows,
            body.NotNegative(body.Add(body.Sub(vectors.Offsets, logKernels), _scored.Common)),
            count: 1,
            _shared.Constants.Gamma,
            indices => body.Gather(vectors.Centered, indices, 0),
            exponents => RelevanceWeights.Add(
                body, rule, responsibilities, exponents, _scored.Outlierness, _shared.Constants.Gamma));
        Moments moments = Moments.Of(body, weights, vectors.Centered, vectors.Squares, nearest);
        return [body.Sum(responsibilities), .. moments.Names];
    }

    /// <summary>w z_i + w' z'_s, its squares, and log a_i + log b_s − (γ₁γ₂/γ')‖u_i − v_s‖², which less the log kernels is γ'‖x − u_is‖² but for what is common.</summary>
    private readonly record struct VirtualVectors(string Centered, string Squares, string Offsets);

    private sealed record ScoredHalf(
        ChunkRows Rows, string Common, string Centers, string Partners, string Pooled, string Outlierness);
}
