namespace OcDtd.Fast.Onnx;

/// <summary>A single member, or bagging: the mean of the members' outlierness and relevance (eqs 1.14, 2.2, 2.3).</summary>
internal sealed class MeanRecipe(MemberTensors[] members) : ModelRecipe
{
    /// <summary>Of a member's support vectors so many are taken directly: one would do but for duplicates.</summary>
    private const int Nearest = 4;

    private readonly Dictionary<MemberTensors, (MemberRows Rows, string Outlierness)> _scored = [];
    private ChunkRows? _rows;

    internal override string AddScore(GraphBuilder chunk, ChunkRows rows)
    {
        _rows = rows;
        return chunk.Mean([.. members.Select(member => AddMember(chunk, rows, member))]);
    }

    internal override Moments AddMoments(GraphBuilder branch, RelevanceRule rule)
    {
        var known = new Dictionary<MemberTensors, Moments>();
        foreach ((MemberTensors member, (MemberRows rows, string outlierness)) in _scored)
        {
            string responsibilities = branch.Softmax(rows.LogKernels);
            (string weights, string? nearest) = NearestVectors.Split(
                branch,
                rule,
                _rows!,
                branch.NotNegative(rows.AddExponents(branch)),
                Math.Min(Nearest, member.Count),
                member.Gamma,
                indices => branch.Gather(member.Centered, indices, 0),
                exponents => RelevanceWeights.Add(branch, rule, responsibilities, exponents, outlierness, member.Gamma));
            known[member] = Moments.Of(branch, weights, member.Centered, member.Squares, nearest);
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
