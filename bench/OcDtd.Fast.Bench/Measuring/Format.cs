using System.Globalization;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>Numbers as the tables print them.</summary>
internal static class Format
{
    internal static string Time(double seconds) => seconds switch
    {
        < 1e-6 => $"{seconds * 1e9:0} ns",
        < 1e-3 => $"{seconds * 1e6:0.0} µs",
        < 1 => $"{seconds * 1e3:0.00} ms",
        _ => $"{seconds:0.00} s",
    };

    internal static string Ratio(double ratio) => ratio switch
    {
        < 0.1 => $"{ratio:0.0000}",
        < 10 => $"{ratio:0.00}",
        < 100 => $"{ratio:0.0}",
        _ => $"{ratio:N0}",
    };

    internal static string Percent(double share) => $"{100 * share:0.0} %";

    internal static string Error(double error) => error == 0 ? "0" : error.ToString("0.0e+0", CultureInfo.InvariantCulture);

    internal static string Megabytes(long bytes) => $"{bytes / 1e6:N0} MB";
}
