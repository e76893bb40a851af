using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Cli.Reproduction;

/// <summary>Scores as studies want them.</summary>
internal static class Scoring
{
    /// <summary>Outlierness of each row, n × d.</summary>
    internal static float[] Outlierness(this OneClassModel model, ReadOnlySpan2D<float> rows, BatchOptions batch)
    {
        float[] outlierness = new float[rows.Height];
        model.Score(rows, outlierness, batch);
        return outlierness;
    }
}
