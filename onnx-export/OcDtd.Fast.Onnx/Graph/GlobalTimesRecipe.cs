using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>Global Times: o₁ + o₂ + log α. A score forms no pair; relevance is over all of them, a block of u_i at a time.</summary>
/// <remarks>
/// With c_ij the weights of all pairs, r and s their row and column sums and z = u − c, y those of the second member, Σ c_ij (w₁z_i + w₂y_j)
/// = w₁ Σ r_i z_i + w₂ Σ s_j y_j, and Σ c_ij (w₁z_i + w₂y_j)² = w₁² Σ r_i z_i² + w₂² Σ s_j y_j² + 2w₁w₂ Σ_i z_i ⊙ Σ_j c_ij y_j: all are matrix products, and
/// nothing of the size of pairs × features is formed.
/// </remarks>
internal sealed class GlobalTimesRecipe(
    GraphBuilder graph, GlobalTimesEnsemble times, MemberTensors first, MemberTensors second, GraphLimits limits) : ModelRecipe
{
    private readonly TimesConstants _constants = TimesConstants.Add(graph, first, second);
    private MemberRows? _first;
    private MemberRows? _second;
    private string _outlierness = "";

    internal override string AddScore(GraphBuilder chunk, ChunkRows rows)
    {
        (_first, _second) = AddPair(chunk, rows, first, second);
        string ofFirst = _first.AddScore(chunk);
        string ofSecond = ReferenceEquals(_first, _second) ? ofFirst : _second.AddScore(chunk);
        string logAlpha = chunk.Store(Tensors.Scalar(TensorNames.LogAlpha, times.LogAlpha));
        return _outlierness = chunk.NotNegative(chunk.Add(chunk.Add(ofFirst, ofSecond), logAlpha));
    }

    internal override Moments AddMoments(GraphBuilder branch, RelevanceRule rule)
    {
        string partners = branch.Unsqueeze(branch.Softmax(_second!.LogKernels), 1);
        string partnerExponents = branch.Unsqueeze(_second.AddExponents(branch), 1);
        string responsibilities = branch.Softmax(_first!.LogKernels);
        string exponents = _first.AddExponents(branch);
        string size = AddBlockSize(branch);

        GraphBuilder body = branch.Inner();
        string index = body.InsideScalar(DataType.Int64);
        string goesOn = body.InsideScalar(DataType.Bool);
        string[] before = [.. Enumerable.Range(0, 4).Select(_ => body.Inside(DataType.Double))]; // Σc, s, first and second moment
        string start = body.Mul(body.Unsqueeze(index, 0), size);
        string end = body.Add(start, size);
        string weights = RelevanceWeights.Add(
            body,
            rule,
            body.Mul(AddBlock(body, responsibilities, start, end), partners),
            AddPairExponents(body, AddBlock(body, exponents, start, end), partnerExponents, start, end),
            body.Unsqueeze(_outlierness, 2),
            _constants.Gamma);
        string[] added = AddSums(body, weights, start, end);
        body.Gives(body.Node("Identity", [goesOn]), DataType.Bool);
        for (int i = 0; i < before.Length; i++)
            body.Gives(body.Add(before[i], added[i]), DataType.Double);

        string nothing = branch.Number(0);
        string blocks = branch.Div(branch.Add(branch.List(first.Count - 1), size), size);
        string[] sums = branch.Nodes(
            "Loop",
            before.Length,
            [branch.Squeeze(blocks, 0), "", nothing, nothing, nothing, nothing],
            Attributes.Body("body", body.Graph));
        return AddColumns(branch, sums);
    }

    internal override int ChunkRows(GraphLimits limits) => limits.RowsFor(first.Count, second.Count);

    /// <summary>How many u_i a block has, [1]: as many as keep the weights of pairs, and their products with features, small.</summary>
    private string AddBlockSize(GraphBuilder branch)
    {
        string rows = branch.Gather(branch.Shape(_outlierness), branch.List(0), 0);
        string each = branch.Mul(rows, branch.List(Math.Max(second.Count, times.FeatureCount)));
        string fitting = branch.Max(branch.Div(branch.List(limits.PairWeights), each), branch.List(1));
        return branch.Min(fitting, branch.List(first.Count));
    }

    /// <summary>Part of (C, m) as (C, B, 1).</summary>
    private static string AddBlock(GraphBuilder body, string values, string start, string end) =>
        body.Unsqueeze(body.Slice(values, start, end, 1), 2);

    /// <summary>γ'‖x − virtual support vector‖² of a block's pairs, (C, B, n).</summary>
    private string AddPairExponents(GraphBuilder body, string block, string partners, string start, string end)
    {
        string rows = body.Slice(first.Centered, start, end, 0);
        string norms = body.Unsqueeze(body.Slice(first.SquaredNorms, start, end, 0), 1);
        string products = body.ProductWithTransposed(rows, second.Centered);
        string squaredGaps = body.Sub(body.Add(norms, second.SquaredNorms), body.Add(products, products));
        return body.NotNegative(body.Sub(body.Add(block, partners), body.Mul(body.NotNegative(squaredGaps), _constants.Gap)));
    }

    /// <summary>A block's part of Σc, s, and of the moments without s.</summary>
    private string[] AddSums(GraphBuilder body, string weights, string start, string end)
    {
        string rows = body.Slice(first.Centered, start, end, 0), squares = body.Slice(first.Squares, start, end, 0);
        string ofRows = body.SumOut(weights, 2);
        string crossed = body.SumOut(body.Mul(body.MatMul(weights, second.Centered), rows), 1);
        string shares = body.Mul(_constants.FirstShare, _constants.SecondShare);
        string own = body.Mul(body.MatMul(ofRows, squares), body.Square(_constants.FirstShare));
        return
        [
            body.Sum(ofRows),
            body.SumOut(weights, 1),
            body.Mul(body.MatMul(ofRows, rows), _constants.FirstShare),
            body.Add(own, body.Mul(body.Add(crossed, crossed), shares)),
        ];
    }

    /// <summary>Adds the second member's own part, which needs all of s.</summary>
    private Moments AddColumns(GraphBuilder branch, string[] sums)
    {
        string linear = branch.Mul(branch.MatMul(sums[1], second.Centered), _constants.SecondShare);
        string quadratic = branch.Mul(branch.MatMul(sums[1], second.Squares), branch.Square(_constants.SecondShare));
        return new Moments(sums[0], branch.Add(sums[2], linear), branch.Add(sums[3], quadratic));
    }
}
