namespace OcDtd.Fast.Cli.Reproduction.Report;

/// <summary>Names and numbers as people read them.</summary>
internal static class Spoken
{
    /// <summary>"dotted line" of "dotted_line".</summary>
    internal static string Of(string name) => name.Replace('_', ' ');

    /// <summary>"−0.0024 to +0.0011" of differences: the smallest and the largest.</summary>
    internal static string Range(IEnumerable<double> differences) => $"{differences.Min():+0.0000;−0.0000} to {differences.Max():+0.0000;−0.0000}";
}
