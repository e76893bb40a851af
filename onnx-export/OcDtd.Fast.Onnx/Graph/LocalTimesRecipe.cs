using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Local Times: each support vector with its nearest of the other member, both ways, halves averaged (eqs 2.10–2.15).</summary>
internal sealed class LocalTimesRecipe : ModelRecipe
{
    private readonly MemberTensors _first;
    private readonly MemberTensors _second;
    private readonly LocalTimesHalf[] _halves;
    private readonly LocalTimesShared _shared;
    private ChunkRows? _rows;
    private (MemberRows First, MemberRows Second)? _members;

    /// <summary>Stores edges and constants.</summary>
    internal LocalTimesRecipe(
        GraphBuilder graph, LocalTimesEnsemble times, MemberTensors first, MemberTensors second, GraphLimits limits)
    {
        _first = first;
        _second = second;
        _shared = new LocalTimesShared(
            Features: times.FeatureCount,
            Constants: TimesConstants.Add(graph, first, second),
            LogAlpha: graph.Store(Tensors.Scalar(TensorNames.LogAlpha, times.LogAlpha)),
            Renormalize: graph.Store(Tensors.Scalar(TensorNames.Renormalize, times.IsRenormalized ? 1 : 0)),
            limits);
        var ofFirst = new LocalTimesHalf(graph, Halves.First, times.EdgesOfFirst, times.LogKeptMassOfFirst, first, second, _shared);
        _halves = times.HalvesAgree
            ? [ofFirst]
            : [ofFirst, new LocalTimesHalf(graph, Halves.Second, times.EdgesOfSecond, times.LogKeptMassOfSecond, second, first, _shared)];
    }

    internal override string AddScore(GraphBuilder chunk, ChunkRows rows)
    {
        (MemberRows first, MemberRows second) = AddPair(chunk, rows, _first, _second);
        _rows = rows;
        _members = (first, second);
        var ofFirst = new RelativeKernels(first.LogKernels);
        RelativeKernels ofSecond = ReferenceEquals(first, second) ? ofFirst : new RelativeKernels(second.LogKernels);
        string common = chunk.Add(first.Common, second.Common);
        string[] scores = [.. _halves.Select((half, i) => half.AddScore(
            chunk, rows, common, i == 0 ? ofFirst : ofSecond, i == 0 ? ofSecond : ofFirst))];
        return chunk.Mean(scores);
    }

    internal override Moments AddMoments(GraphBuilder branch, RelevanceRule rule)
    {
        if (!PairsMayPay())
            return AddEdgeMoments(branch, rule);

        GraphBuilder few = branch.Inner(), many = branch.Inner();
        GiveAll(few, AddPairMoments(few, rule));
        GiveAll(many, AddEdgeMoments(many, rule));
        string rows = branch.Gather(branch.Shape(_members!.Value.First.Common), branch.Index(0), 0);
        string[] moments = branch.Nodes(
            "If",
            Moments.Count(rule),
            [branch.Node("Less", [rows, branch.Index(_shared.Limits.FewRows)])],
            Attributes.Body("then_branch", few.Graph),
            Attributes.Body("else_branch", many.Graph));
        return Moments.Of(moments);
    }

    private bool PairsMayPay() =>
        _halves.All(half => half.HasMatrix && !half.KeepsVirtual)
        && (long)_first.Count * _second.Count <= _shared.Limits.PairsPerEdge * _halves.Sum(half => half.EdgeCount);

    private Moments AddEdgeMoments(GraphBuilder branch, RelevanceRule rule) =>
        Moments.Mean(branch, [.. _halves.Select(half => half.AddMoments(branch, rule))]);

    private Moments AddPairMoments(GraphBuilder branch, RelevanceRule rule)
    {
        (MemberRows first, MemberRows second) = _members!.Value;
        string partners = branch.Unsqueeze(second.LogKernels, 1);
        var pairs = new PairMoments(_rows!, _first, _second, _shared.Constants, _shared.Features, _shared.Limits);
        return pairs.Add(branch, rule, first, second, block =>
        {
            string logKernels = block.Body.Add(block.Rows(first.LogKernels), partners);
            return block.Body.Mean([.. _halves.Select((half, i) => half.AddPairWeights(block, rule, logKernels, isFirst: i == 0))]);
        });
    }

    private static void GiveAll(GraphBuilder branch, Moments moments)
    {
        foreach (string value in moments.Names)
            branch.Gives(value, TensorProto.Types.DataType.Double);
    }

    internal override int ChunkRows(GraphLimits limits) => limits.RowsFor(_first.Count, _second.Count);
}
