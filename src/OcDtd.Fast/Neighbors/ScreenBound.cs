namespace OcDtd.Fast.Neighbors;

/// <summary>What a float32 screen of a squared distance is worth: no neighbour may be lost to its rounding.</summary>
/// <remarks>
/// <para>The screen s of a distance D adds d squared differences, a rounding each: |s − D| ≤ ε·D + δ. ε: a difference is rounded once (twice
/// that in its square), so (d + 2) roundings of u = 2⁻²⁴, ε = c/(1 − c) with c = (d + 8)·u; the 6 to spare cover the rounding of the bound itself
/// and of the distance in double that it is taken from. δ: a step that underflows is off by at most 2⁻¹⁵⁰, one a feature.</para>
/// <para>So a point within D has a screen of at most (D + δ)·(1 + ε), however the features are grouped into sums. Where that leaves
/// float's range a screen says nothing, and neither does the bound: it is +∞, which every screen is at most.</para>
/// </remarks>
internal readonly struct ScreenBound
{
    private const double SmallestFloat = float.Epsilon; // 2⁻¹⁴⁹, twice a step's underflow
    private readonly double _absolute;
    private readonly double _factor;

    /// <summary>For distances over <paramref name="featureCount"/> features.</summary>
    internal ScreenBound(int featureCount)
    {
        double roundings = (featureCount + 8.0) / (1 << 24);
        _absolute = featureCount * SmallestFloat;
        _factor = roundings < 0.5 ? 1 / (1 - roundings) : double.PositiveInfinity;
    }

    /// <summary>The largest screen that a point within <paramref name="distance"/> may have.</summary>
    internal float Limit(double distance)
    {
        double limit = (distance + _absolute) * _factor;
        if (limit >= float.MaxValue / 2)
            return float.PositiveInfinity;
        float rounded = (float)limit;
        return rounded < limit ? float.BitIncrement(rounded) : rounded;
    }
}
