namespace OcDtd.Fast.Bench.Rows;

/// <summary>The two kernel widths that everything is measured at.</summary>
internal static class Regimes
{
    /// <summary>A dozen of a thousand support vectors matter to a row.</summary>
    internal const double Sharp = 1.2648552;

    /// <summary>Nearly all support vectors matter to a row.</summary>
    internal const double Smooth = 0.12856;
}
