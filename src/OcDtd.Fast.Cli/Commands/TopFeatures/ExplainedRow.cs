using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Commands.TopFeatures;

/// <summary>A row's outlierness and the features that made it so, the most relevant first.</summary>
/// <param name="Row">Counted from 0.</param>
/// <param name="Outlierness">In nats; larger is more anomalous.</param>
/// <param name="Residual">The part of it that belongs to no feature.</param>
/// <param name="Features">As many as were asked for, or all; none where the outlierness is not finite and so cannot be shared out.</param>
internal sealed record ExplainedRow(int Row, float Outlierness, float Residual, RelevantFeature[] Features)
{
    /// <summary>Picks the <paramref name="top"/> most relevant features; ties: smaller index first.</summary>
    internal static ExplainedRow Of(
        int row, float outlierness, float residual, ReadOnlySpan<float> values, ReadOnlySpan<float> relevance, int top)
    {
        int[] order = float.IsFinite(outlierness) ? PixelFlipping.Order(relevance, top) : [];
        var features = new RelevantFeature[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            int j = order[place];
            features[place] = new RelevantFeature(j, values[j], relevance[j]);
        }

        return new ExplainedRow(row, outlierness, residual, features);
    }

    /// <summary>The part of the outlierness that a feature holds, from 0 to 1; 0 where there is nothing to hold.</summary>
    internal float Share(RelevantFeature feature) => Outlierness == 0 ? 0 : feature.Relevance / Outlierness;

    /// <summary>The row for JSON.</summary>
    internal Dictionary<string, object?> Facts(IReadOnlyList<string> names) => new()
    {
        ["row"] = Row,
        ["outlierness"] = Outlierness,
        ["residual"] = Residual,
        ["features"] = Features.Select(feature => new Dictionary<string, object?>
        {
            ["name"] = names[feature.Index],
            ["value"] = feature.Value,
            ["relevance"] = feature.Relevance,
            ["share"] = Share(feature),
        }),
    };
}

/// <summary>A feature of a row.</summary>
/// <param name="Index">Counted from 0.</param>
/// <param name="Value">The row's value of it, as the user's data have it.</param>
/// <param name="Relevance">Its part of the row's outlierness, in nats.</param>
internal readonly record struct RelevantFeature(int Index, float Value, float Relevance);
