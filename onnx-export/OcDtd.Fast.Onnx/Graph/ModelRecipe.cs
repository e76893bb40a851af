namespace OcDtd.Fast.Onnx;

/// <summary>How one kind of model scores a chunk of rows and which weights explain the scores, as nodes of a graph.</summary>
internal abstract class ModelRecipe
{
    /// <summary>Adds the outlierness of a chunk's rows; returns its name, (C, 1), which may be a little under 0 by rounding.</summary>
    internal abstract string AddScore(GraphBuilder chunk, ChunkRows rows);

    /// <summary>Adds the moments of the weights that spread relevance, after <see cref="AddScore"/>, in the same chunk or a branch of it.</summary>
    internal abstract Moments AddMoments(GraphBuilder branch, RelevanceRule rule);

    /// <summary>Rows of a chunk at most.</summary>
    internal abstract int ChunkRows(GraphLimits limits);

    internal static ModelRecipe Of(OneClassModel model, GraphBuilder graph, MemberIndex members, GraphLimits limits)
    {
        MemberTensors[] tensors = [.. members.Distinct.Select((member, i) => new MemberTensors(graph, member, i))];
        MemberTensors[] inOrder = [.. Enumerable.Range(0, model.Members.Count).Select(i => tensors[members.Of(i)])];
        return model switch
        {
            SupportVectorModel or BaggingEnsemble => new MeanRecipe(inOrder),
            GlobalTimesEnsemble times => new GlobalTimesRecipe(graph, times, inOrder[0], inOrder[1], limits),
            LocalTimesEnsemble times => new LocalTimesRecipe(graph, times, inOrder[0], inOrder[1], limits),
            _ => throw new InvalidOperationException(model.GetType().Name),
        };
    }

    /// <summary>Both members of Times beside a chunk; the second is the first where they are one.</summary>
    private protected static (MemberRows First, MemberRows Second) AddPair(
        GraphBuilder chunk, ChunkRows rows, MemberTensors first, MemberTensors second)
    {
        MemberRows ofFirst = MemberRows.Add(chunk, rows, first);
        return (ofFirst, ReferenceEquals(first, second) ? ofFirst : MemberRows.Add(chunk, rows, second));
    }
}
