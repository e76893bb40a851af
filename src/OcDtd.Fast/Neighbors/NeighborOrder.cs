using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Neighbors;

/// <summary>The one order of neighbours: smaller squared distance first, smaller index first among equals.</summary>
internal static class NeighborOrder
{
    /// <summary>Whether the first neighbour comes before the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Before(double firstDistance, int firstIndex, double secondDistance, int secondIndex) =>
        firstDistance < secondDistance || (firstDistance == secondDistance && firstIndex < secondIndex);

    /// <summary>Sorts neighbours given as two columns.</summary>
    internal static void Sort(Span<double> distances, Span<int> indices)
    {
        distances.Sort(indices);

        // Sorting by distance alone leaves equal distances in any order.
        for (int begin = 0; begin < distances.Length;)
        {
            int end = begin + 1;
            while (end < distances.Length && distances[end] == distances[begin])
                end++;
            if (end - begin > 1)
                indices[begin..end].Sort();
            begin = end;
        }
    }
}
