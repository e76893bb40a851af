using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>
/// Exact distances in the place of screened ones, for rows of a tile to which nearly all support vectors matter and float32's error bound is too
/// large: v_i from a distance in double, rounded once.
/// </summary>
/// <remarks>v_i is relative to nearly the smallest h_i, so that those that matter, up to 40, are off by 40 roundings of 1 at most.</remarks>
internal static class RefinedScreens
{
    private const double Error = 40 * MemberScreen.FirstOrder;

    /// <summary>Scratch memory, in doubles, for so many rows.</summary>
    internal static int DoublesFor(int rows, int features) =>
        checked((rows + WidenedDistances.Group) * WidenedDistances.Padded(features) + 2 * Workspace.DoublesInCacheLine);

    /// <summary>Refines what <paramref name="screens"/> says of some rows of a tile about one member.</summary>
    /// <param name="member">Which the ensemble lists as number <paramref name="index"/>.</param>
    /// <param name="index">Its number.</param>
    /// <param name="samples">The tile.</param>
    /// <param name="places">Which of its rows.</param>
    /// <param name="screens">The tile's screens.</param>
    /// <param name="workspace">Scratch memory; given back.</param>
    internal static void Compute(
        SupportVectorModel member, int index, RowTile samples, ReadOnlySpan<int> places, TileScreens screens, ref Workspace workspace)
    {
        (int, int) mark = workspace.Mark;
        int length = WidenedDistances.Padded(member.FeatureCount);
        Span<double> rows = workspace.AlignedDoubles(places.Length * length);
        Span<double> vectors = workspace.AlignedDoubles(WidenedDistances.Group * length);
        Span<double> distances = stackalloc double[WidenedDistances.Group];
        Span<RowScreen> facts = screens.Screens(index);
        for (int k = 0; k < places.Length; k++)
        {
            RowScreen old = facts[places[k]];
            facts[places[k]] = new RowScreen(old.Base + old.Minimum, Slope: 0, Error, float.PositiveInfinity);
            WidenedDistances.Widen(samples.Row(places[k]), rows.Slice(k * length, length));
        }

        for (int i = 0; i < member.SupportVectorCount; i += WidenedDistances.Group)
        {
            int count = Math.Min(WidenedDistances.Group, member.SupportVectorCount - i);
            for (int k = 0; k < count; k++)
                WidenedDistances.Widen(member.Vectors.Row(i + k), vectors.Slice(k * length, length));
            vectors[(count * length)..].Clear();
            for (int k = 0; k < places.Length; k++)
            {
                WidenedDistances.Compute(rows.Slice(k * length, length), vectors, distances);
                Put(member, i, distances[..count], screens[index, places[k]].Relative, ref facts[places[k]]);
            }
        }

        workspace.Release(mark);
    }

    private static void Put(SupportVectorModel member, int start, ReadOnlySpan<double> distances, Span<float> relative, ref RowScreen screen)
    {
        float minimum = screen.Minimum;
        for (int k = 0; k < distances.Length; k++)
        {
            float v = (float)(member.Gamma * distances[k] + member.NegativeLog[start + k] - screen.Base);
            relative[start + k] = v;
            minimum = MathF.Min(minimum, v);
        }

        screen = screen with { Minimum = minimum };
    }
}
