using System.Globalization;

namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>Numbers as options give them.</summary>
internal static class Numbers
{
    /// <summary>A kernel width: finite and above 0.</summary>
    internal static double Gamma(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double gamma) && gamma > 0 && double.IsFinite(gamma)
            ? gamma
            : throw new InputException($"--gamma is '{text}'; expected a finite number above 0.");

    /// <summary>A share of errors that is allowed: above 0, below 1.</summary>
    internal static double Rate(string option, double rate) =>
        rate > 0 && rate < 1 ? rate : throw new InputException($"{option} is {rate}; expected a number above 0, below 1.");

    /// <summary>"K" or "K,L": neighbours of each support vector of the first and of the second member.</summary>
    internal static (int OfFirst, int OfSecond) Neighbors(string text)
    {
        string[] parts = text.Split(',');
        int second = 0;
        if (parts.Length > 2 || !int.TryParse(parts[0], out int first) || (parts.Length == 2 && !int.TryParse(parts[1], out second)))
            throw new InputException($"--neighbors is '{text}'; expected K or K,L, such as 10 or 10,8.");
        return (first, parts.Length == 2 ? second : first);
    }

    /// <summary>"1,234,567".</summary>
    internal static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"3.2 ms", "1.25 s".</summary>
    internal static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.0} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
    };
}
