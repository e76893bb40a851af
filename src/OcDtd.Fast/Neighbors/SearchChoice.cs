using System.Numerics;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>Which search is likely to be faster; both give the same answer.</summary>
/// <remarks>
/// How much of a tree has to be visited is a question of the data: clusters and hidden dimensions matter more than the number of
/// features. So where there is much to do the tree is built, walked for a few of the queries, and kept if what they visited is cheaper
/// than looking at everything. Visits are counted, not timed: one question, one choice.
/// </remarks>
internal static class SearchChoice
{
    private const int Probes = 32; // walks that say what the others will cost
    private const int FewFeatures = 8; // where a tree is a good guess
    private const double WorthProbing = 4; // times the cost of building: beyond it a tree built in vain is soon forgotten

    private const int NearCacheValues = 1 << 20; // 4 MB: beyond it panels here and there come slower than one after another

    /// <summary>A tree to search, or null to look at every point.</summary>
    internal static KdTree? Tree(SimdWidth width, PinnedRows points, PinnedRows queries, int k, ParallelOptions parallel)
    {
        double everything = queries.Count * Everything(points.Count, points.FeatureCount, k);
        double building = Building(points.Count, points.FeatureCount);
        if (everything < WorthProbing * building)
            return everything > building && points.FeatureCount <= FewFeatures ? new KdTree(points, parallel) : null;

        var tree = new KdTree(points, parallel);
        return Walking(width, tree, queries, k) < everything ? tree : null;
    }

    // Nanoseconds of processor time at 512 bits, fitted to n = 2,000 … 100,000, d = 2 … 784, k = 1 … 1000; only their ratios matter. The
    // k-th term is what points cost that pass the screen.
    private static double Everything(int count, int featureCount, int k) =>
        1500 + 350.0 * k + Panels(count) * (7 + 0.2 * featureCount);

    private static double Building(int count, int featureCount) =>
        count * (15.0 * BitOperations.Log2((uint)Panels(count)) + 8.0 * featureCount);

    /// <summary>What all queries would cost if they were like a few of them; a node costs as much as two and a half panels.</summary>
    private static double Walking(SimdWidth width, KdTree tree, PinnedRows queries, int k)
    {
        TreeWalk walk = TreeWalk.Create(width, tree, k);
        int probes = Math.Min(Probes, queries.Count);
        int[] indices = new int[k];
        for (int i = 0; i < probes; i++)
            walk.Find(queries.Row((int)((long)i * queries.Count / probes)), indices, []);

        (long panels, long nodes) = walk.Visited;
        PaddedRows points = tree.Points.Rows;
        bool inNearCache = (long)points.Count * points.FeatureCount <= NearCacheValues;
        double panel = 8 + (inNearCache ? 0.6 : 1) * points.FeatureCount;
        double passed = k * (points.FeatureCount <= PanelDistances.MostFeatures ? 150.0 : 300.0);
        return queries.Count * ((panels + 2.5 * nodes) / probes * panel + passed);
    }

    private static int Panels(int count) => (count + PackedSupportVectors.Lanes - 1) / PackedSupportVectors.Lanes;
}
