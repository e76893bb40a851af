using OcDtd.Fast.Onnx.Format;
using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>A model's outlierness and explanation as a graph of standard operators, with the model itself in its initializers.</summary>
/// <remarks>
/// The input is cut into chunks of rows; for each the <see cref="ModelRecipe"/> scores and, if asked to, explains. What depends on stored
/// values alone a runtime computes once, when it opens the file.
/// </remarks>
internal static class ModelGraph
{
    /// <summary>
    /// The graph of <paramref name="model"/>: input x (N, d); outputs outlierness (N), unless scores are asked alone relevance (N, d) and
    /// residual (N), and what a decision rule adds.
    /// </summary>
    internal static GraphProto Build(OneClassModel model, MemberIndex members, ModelDescription description, GraphLimits? limits = null)
    {
        limits ??= new GraphLimits();
        var graph = new GraphBuilder("OcDtd.Fast");
        graph.Input(TensorNames.Input, DataType.Float, "N", model.FeatureCount);
        SupportVectorCenter.Add(graph, members.Distinct);
        ModelRecipe recipe = ModelRecipe.Of(model, graph, members, limits);
        var chunks = new RowChunks(graph, model.FeatureCount, Math.Min(recipe.ChunkRows(limits), limits.RowsFor(model.FeatureCount)));
        chunks.End(TensorNames.Input, AddChunk(graph, chunks, model, recipe, description));

        graph.Output(TensorNames.Outlierness, DataType.Float, "N");
        if (!description.ScoreOnly)
        {
            graph.Output(TensorNames.Relevance, DataType.Float, "N", model.FeatureCount);
            graph.Output(TensorNames.Residual, DataType.Float, "N");
        }

        if (description.Decision is { } decision)
            new DecisionGraph(graph, decision).Add();
        return graph.Graph;
    }

    private static RowResult[] AddChunk(
        GraphBuilder graph, RowChunks chunks, OneClassModel model, ModelRecipe recipe, ModelDescription description)
    {
        GraphBuilder chunk = chunks.Begin(out string input);
        ChunkRows rows = ChunkRows.Add(chunk, input, model.Scaling);
        string score = chunk.NotNegative(recipe.AddScore(chunk, rows));
        string outlierness = chunk.Cast(chunk.Squeeze(score, 1), DataType.Float);
        RowResult scored = new(outlierness, TensorNames.Outlierness, IsMatrix: false);
        if (description.ScoreOnly)
            return [scored];

        graph.DefaultInput(Tensors.Truth(TensorNames.Explain));
        string[] explanation = chunk.Nodes(
            "If",
            2,
            [TensorNames.Explain],
            Attributes.Body("then_branch", Explained(chunk, recipe, description.Rule, rows, score)),
            Attributes.Body("else_branch", Unexplained(chunk, input, outlierness)));
        return
        [
            scored,
            new(explanation[0], TensorNames.Relevance, IsMatrix: true),
            new(explanation[1], TensorNames.Residual, IsMatrix: false),
        ];
    }

    /// <summary>Relevance and residual: what relevance adds up to, taken from the score, leaves the residual under both rules.</summary>
    private static GraphProto Explained(GraphBuilder chunk, ModelRecipe recipe, RelevanceRule rule, ChunkRows rows, string score)
    {
        GraphBuilder branch = chunk.Inner();
        string relevance = recipe.AddMoments(branch, rule).AddRelevance(branch, rows);
        string residual = branch.NotNegative(branch.Sub(score, branch.Sum(relevance)));
        branch.Gives(branch.Cast(relevance, DataType.Float), DataType.Float);
        branch.Gives(branch.Cast(branch.Squeeze(residual, 1), DataType.Float), DataType.Float);
        return branch.Graph;
    }

    /// <summary>NaN in their place: not computed, and of the same shape.</summary>
    private static GraphProto Unexplained(GraphBuilder chunk, string input, string outlierness)
    {
        GraphBuilder branch = chunk.Inner();
        foreach (string shaped in new[] { input, outlierness })
            branch.Gives(branch.Filled(branch.Shape(shaped), Tensors.Vector("", [float.NaN])), DataType.Float);
        return branch.Graph;
    }
}
