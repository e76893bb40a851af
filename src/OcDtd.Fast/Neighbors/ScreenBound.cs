using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>What a float32 screen of a squared distance is worth: no neighbour may be lost to its rounding.</summary>
/// <remarks>
/// <para>The screen s of a distance D obeys |s − D| ≤ ε·D + δ. ε: a difference is rounded once (twice that in its square), and each of b
/// squares is added with a rounding: b + 2 roundings of u = 2⁻²⁴, b = d where all features go into one or two sums. ε = c/(1 − c) with c
/// = (b + 8)·u; the 6 to spare cover adding up such sums, the rounding of the bound itself and that of the distances in double that it is
/// taken from. δ: a step that underflows is off by at most 2⁻¹⁵⁰, one a feature.</para>
/// <para>So a point within D has a screen of at most (D + δ)·(1 + ε), and one with screen s is within (s + δ)·(1 + ε). Where that leaves
/// float's range a screen says nothing, and neither does the bound: it is +∞, which every screen is at most.</para>
/// </remarks>
internal readonly struct ScreenBound
{
    private const double SmallestFloat = float.Epsilon; // 2⁻¹⁴⁹, twice a step's underflow
    private const double LargestUseful = float.MaxValue / 2; // (1 − ε)·(largest float) and more to spare
    private readonly double _absolute;
    private readonly double _factor;

    private ScreenBound(int featureCount, int squaresASum)
    {
        double roundings = (squaresASum + 8.0) / (1 << 24);
        _absolute = featureCount * SmallestFloat;
        _factor = roundings < 0.5 ? 1 / (1 - roundings) : double.PositiveInfinity;
    }

    /// <summary>For those that add up all features in float32: <see cref="TreeWalk"/>.</summary>
    internal static ScreenBound OfWholeSums(int featureCount) => new(featureCount, featureCount);

    /// <summary>For those of <see cref="SquaredDistances"/>.</summary>
    internal static ScreenBound OfBlocks(int featureCount) => new(featureCount, Math.Min(featureCount, SquaredDistances.FeatureBlock));

    /// <summary>What the distance of a point with this screen is at most.</summary>
    internal double Within(double screen)
    {
        double distance = (screen + _absolute) * _factor;
        return distance >= LargestUseful ? double.PositiveInfinity : distance;
    }

    /// <summary>The largest screen that a point within <paramref name="distance"/> may have.</summary>
    internal float Limit(double distance)
    {
        double limit = (distance + _absolute) * _factor;
        if (limit >= LargestUseful)
            return float.PositiveInfinity;
        float rounded = (float)limit;
        return rounded < limit ? float.BitIncrement(rounded) : rounded;
    }
}
