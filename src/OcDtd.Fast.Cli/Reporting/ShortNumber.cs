namespace OcDtd.Fast.Cli.Reporting;

/// <summary>A number in few characters, for small labels.</summary>
internal static class ShortNumber
{
    /// <summary>About three significant digits, without an exponent where that is short enough.</summary>
    internal static string Of(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
        string format = size switch
        {
            0 => "0",
            >= 1e6 or < 5e-4 => "0.0e0",
            >= 99.95 => "F0",
            >= 9.995 => "F1",
            >= 0.9995 => "F2",
            _ => "F3",
        };
        return value.ToString(format);
    }
}
