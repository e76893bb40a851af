namespace OcDtd.Fast;

/// <summary>A row's effective distances to one member's support vectors as the fast kernels give them: v_i = h_i − base, in float32.</summary>
/// <param name="relative">v_i, PaddedCount long; +∞ for padding.</param>
/// <param name="screen">What goes with them.</param>
internal readonly ref struct ScreenedRow(Span<float> relative, RowScreen screen)
{
    /// <summary>v_i.</summary>
    internal Span<float> Relative { get; } = relative;

    /// <summary>Base, minimum and error of the v_i.</summary>
    internal RowScreen Screen { get; } = screen;
}

/// <summary>What goes with a row's relative effective distances; v_i is off by at most Slope·A_i + Offset.</summary>
/// <param name="Base">What v_i lacks of h_i: NaN or +∞ where the row is.</param>
/// <param name="Slope">Stands before a support vector's rounding norm A_i.</param>
/// <param name="Offset">The part of the error that all support vectors share.</param>
/// <param name="Minimum">The smallest v_i.</param>
internal readonly record struct RowScreen(double Base, double Slope, double Offset, float Minimum);
