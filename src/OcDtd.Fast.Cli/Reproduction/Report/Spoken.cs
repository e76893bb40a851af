namespace OcDtd.Fast.Cli.Reproduction.Report;

/// <summary>Names of folders as people read them.</summary>
internal static class Spoken
{
    /// <summary>"dotted line" of "dotted_line".</summary>
    internal static string Of(string name) => name.Replace('_', ' ');
}
