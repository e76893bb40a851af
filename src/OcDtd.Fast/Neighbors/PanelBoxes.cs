using System.Runtime.CompilerServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>The tight bounding boxes of panels, of 16 neighbouring panels, of 16 of these, up to one root.</summary>
/// <remarks>
/// Layout: a node holds the boxes of its 16 children side by side, one lane one child, so that one pass over the features bounds all of
/// them: feature j's 16 lower sides, then its 16 upper sides, at <c>(node·d + j)·32</c>. No pointers: on level 0 the children of node i
/// are panels 16·i … 16·i + 15, on every other level the nodes of these numbers one level below. All levels lie in one block.
/// </remarks>
internal sealed class PanelBoxes
{
    /// <summary>Children of a node.</summary>
    internal const int Fan = PackedSupportVectors.Lanes;

    private readonly float[] _boxes;
    private readonly int[] _firstNode; // of a level, in the block
    private readonly int[] _children; // of a level, all nodes together
    private readonly int _featureCount;

    /// <summary>Boxes of <paramref name="points"/>.</summary>
    internal PanelBoxes(PackedPoints points)
    {
        _featureCount = points.Rows.FeatureCount;
        var first = new List<int>();
        var children = new List<int>();
        int nodes = 0;
        for (int below = points.Panels.PanelCount; children.Count == 0 || below > 1; below = (below + Fan - 1) / Fan)
        {
            first.Add(nodes);
            children.Add(below);
            nodes += (below + Fan - 1) / Fan;
        }

        _firstNode = [.. first];
        _children = [.. children];
        _boxes = GC.AllocateUninitializedArray<float>(checked(nodes * _featureCount * 2 * Fan), pinned: true);
        for (int panel = 0; panel < points.Panels.PanelCount; panel++)
        {
            ref float values = ref points.Panels.Panel(panel);
            int count = Math.Min(Fan, points.Panels.Count - panel * Fan);
            SetBox(0, panel, ref values, Fan, ref values, Fan, count);
        }

        for (int level = 1; level < Levels; level++)
        {
            for (int child = 0; child < _children[level]; child++)
            {
                ref float node = ref Node(level - 1, child);
                int count = Math.Min(Fan, _children[level - 1] - child * Fan);
                SetBox(level, child, ref node, 2 * Fan, ref Unsafe.Add(ref node, Fan), 2 * Fan, count);
            }
        }
    }

    /// <summary>Number of levels; the root is alone on the last.</summary>
    internal int Levels => _children.Length;

    /// <summary>The sides of a node's children.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float Node(int level, int node) => ref _boxes[(_firstNode[level] + node) * _featureCount * 2 * Fan];

    /// <summary>Which lanes of a node hold children.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Lanes(int level, int node) => 0xFFFFu >> Math.Max(0, (node + 1) * Fan - _children[level]);

    /// <summary>Sets a child's box to what holds the first <paramref name="count"/> lanes of each feature.</summary>
    private void SetBox(int level, int child, ref float lower, int lowerStride, ref float upper, int upperStride, int count)
    {
        ref float box = ref Unsafe.Add(ref Node(level, child / Fan), child % Fan);
        for (int j = 0; j < _featureCount; j++)
        {
            float smallest = float.PositiveInfinity, largest = float.NegativeInfinity;
            for (int lane = 0; lane < count; lane++)
            {
                smallest = float.MinNative(smallest, Unsafe.Add(ref lower, j * lowerStride + lane));
                largest = float.MaxNative(largest, Unsafe.Add(ref upper, j * upperStride + lane));
            }

            Unsafe.Add(ref box, j * 2 * Fan) = smallest;
            Unsafe.Add(ref box, j * 2 * Fan + Fan) = largest;
        }
    }
}
