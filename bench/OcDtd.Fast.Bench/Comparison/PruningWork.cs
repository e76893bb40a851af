using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Comparison;

/// <summary>How much arithmetic pruning leaves, counted on the rows that are measured.</summary>
internal static class PruningWork
{
    private const int CountedRows = 500;

    /// <summary>
    /// Multiply-adds of bounds, of projecting rows on the axes and of the distances that are left, relative to those of all distances.
    /// A squared difference of a survivor counts as one multiply-add, as it does among all distances.
    /// </summary>
    internal static double Share(SupportVectorModel model, BenchRows rows)
    {
        MemberScreen screen = model.Screen;
        int m = model.SupportVectorCount, padded = model.Vectors.PaddedCount, features = screen.Centered.FeatureCount;
        if (screen.BoundFeatures == 0)
            return 1;

        float[] relative = new float[MemberScreen.RoomFor(1) * padded], survivors = new float[screen.SurvivorLength];
        var screens = new RowScreen[1];
        var workspace = new Workspace(screen.WorkspaceFor(1));
        double done = 0;
        for (int r = 0; r < CountedRows; r++)
        {
            var mark = workspace.Mark;
            screen.Compute(new RowTile(rows.TestRow(r)), relative, survivors, screens, ref workspace);
            workspace.Release(mark);
            int left = screens[0].Survivors < 0 ? m : screens[0].Survivors;
            done += (double)screen.BoundFeatures * (m + features) + (double)left * features;
        }

        workspace.Dispose();
        return done / ((double)CountedRows * m * features);
    }
}
