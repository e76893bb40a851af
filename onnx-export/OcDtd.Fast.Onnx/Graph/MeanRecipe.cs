namespace OcDtd.Fast.Onnx;

/// <summary>A single member, or bagging: the mean of the members' outlierness and relevance (eqs 1.14, 2.2, 2.3).</summary>
internal sealed class MeanRecipe(MemberTensors[] members) : ModelRecipe
{
    private readonly Dictionary<MemberTensors, (MemberRows Rows, string Outlierness)> _scored = [];

    internal override string AddScore(GraphBuilder chunk, ChunkRows rows) =>
        chunk.Mean([.. members.Select(member => AddMember(chunk, rows, member))]);

    internal override Moments AddMoments(GraphBuilder branch, RelevanceRule rule)
    {
        var known = new Dictionary<MemberTensors, Moments>();
        foreach ((MemberTensors member, (MemberRows rows, string outlierness)) in _scored)
        {
            string responsibilities = branch.Softmax(rows.LogKernels);
            string exponents = branch.NotNegative(rows.AddExponents(branch));
            string weights = RelevanceWeights.Add(branch, rule, responsibilities, exponents, outlierness, member.Gamma);
            known[member] = Moments.Of(branch, weights, member.Centered, member.Squares);
        }

        return Moments.Mean(branch, [.. members.Select(member => known[member])]);
    }

    internal override int ChunkRows(GraphLimits limits) =>
        limits.RowsFor([.. members.Select(member => (long)member.Count)]);

    /// <summary>A member that stands twice is scored once.</summary>
    private string AddMember(GraphBuilder chunk, ChunkRows rows, MemberTensors member)
    {
        if (!_scored.TryGetValue(member, out (MemberRows Rows, string Outlierness) scored))
        {
            MemberRows beside = MemberRows.Add(chunk, rows, member);
            scored = _scored[member] = (beside, chunk.NotNegative(beside.AddScore(chunk)));
        }

        return scored.Outlierness;
    }
}
