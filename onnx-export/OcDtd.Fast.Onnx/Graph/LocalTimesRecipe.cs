namespace OcDtd.Fast.Onnx;

/// <summary>Local Times: each support vector with its nearest of the other member, both ways, halves averaged (eqs 2.10–2.15).</summary>
internal sealed class LocalTimesRecipe : ModelRecipe
{
    private readonly MemberTensors _first;
    private readonly MemberTensors _second;
    private readonly LocalTimesHalf[] _halves;

    /// <summary>Stores edges and constants.</summary>
    internal LocalTimesRecipe(
        GraphBuilder graph, LocalTimesEnsemble times, MemberTensors first, MemberTensors second, GraphLimits limits)
    {
        _first = first;
        _second = second;
        var shared = new LocalTimesShared(
            Features: times.FeatureCount,
            Constants: TimesConstants.Add(graph, first, second),
            LogAlpha: graph.Store(Tensors.Scalar(TensorNames.LogAlpha, times.LogAlpha)),
            Renormalize: graph.Store(Tensors.Scalar(TensorNames.Renormalize, times.IsRenormalized ? 1 : 0)),
            limits);
        var ofFirst = new LocalTimesHalf(graph, Halves.First, times.EdgesOfFirst, times.LogKeptMassOfFirst, first, second, shared);
        _halves = times.HalvesAgree
            ? [ofFirst]
            : [ofFirst, new LocalTimesHalf(graph, Halves.Second, times.EdgesOfSecond, times.LogKeptMassOfSecond, second, first, shared)];
    }

    internal override string AddScore(GraphBuilder chunk, ChunkRows rows)
    {
        (MemberRows first, MemberRows second) = AddPair(chunk, rows, _first, _second);
        var ofFirst = new RelativeKernels(first.LogKernels);
        RelativeKernels ofSecond = ReferenceEquals(first, second) ? ofFirst : new RelativeKernels(second.LogKernels);
        string common = chunk.Add(first.Common, second.Common);
        string[] scores = [.. _halves.Select((half, i) => half.AddScore(
            chunk, rows, common, i == 0 ? ofFirst : ofSecond, i == 0 ? ofSecond : ofFirst))];
        return chunk.Mean(scores);
    }

    internal override Moments AddMoments(GraphBuilder branch, RelevanceRule rule) =>
        Moments.Mean(branch, [.. _halves.Select(half => half.AddMoments(branch, rule))]);

    internal override int ChunkRows(GraphLimits limits) => limits.RowsFor(_first.Count, _second.Count);
}
