namespace OcDtd.Fast.Onnx;

/// <summary>Global Times: o₁ + o₂ + log α. A score forms no pair; relevance is over all of them.</summary>
internal sealed class GlobalTimesRecipe(
    GraphBuilder graph, GlobalTimesEnsemble times, MemberTensors first, MemberTensors second, GraphLimits limits) : ModelRecipe
{
    private readonly TimesConstants _constants = TimesConstants.Add(graph, first, second);
    private ChunkRows? _rows;
    private MemberRows? _first;
    private MemberRows? _second;
    private string _outlierness = "";

    internal override string AddScore(GraphBuilder chunk, ChunkRows rows)
    {
        _rows = rows;
        (_first, _second) = AddPair(chunk, rows, first, second);
        string ofFirst = _first.AddScore(chunk);
        string ofSecond = ReferenceEquals(_first, _second) ? ofFirst : _second.AddScore(chunk);
        string logAlpha = chunk.Store(Tensors.Scalar(TensorNames.LogAlpha, times.LogAlpha));
        return _outlierness = chunk.NotNegative(chunk.Add(chunk.Add(ofFirst, ofSecond), logAlpha));
    }

    /// <summary>The responsibility of a pair is the product of its members' own.</summary>
    internal override Moments AddMoments(GraphBuilder branch, RelevanceRule rule)
    {
        string responsibilities = branch.Softmax(_first!.LogKernels);
        string partners = branch.Unsqueeze(branch.Softmax(_second!.LogKernels), 1);
        var pairs = new PairMoments(_rows!, first, second, _constants, times.FeatureCount, limits);
        return pairs.Add(branch, rule, _first, _second, block => RelevanceWeights.Add(
            block.Body,
            rule,
            block.Body.Mul(block.Rows(responsibilities), partners),
            block.Exponents,
            block.Body.Unsqueeze(_outlierness, 2),
            _constants.Gamma));
    }

    internal override int ChunkRows(GraphLimits limits) => limits.RowsFor(first.Count, second.Count);
}
