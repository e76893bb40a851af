namespace OcDtd.Fast.Bench.Comparison;

/// <summary>One line of what the engine is held to.</summary>
/// <param name="Work">What is done, and in relation to what.</param>
/// <param name="Floor">What is asked for, as printed.</param>
/// <param name="ByMinima">What came out, of the fastest samples; that is what counts.</param>
/// <param name="ByMedians">The same of the middle samples.</param>
/// <param name="Reached">Whether that is enough; null where it could not be measured.</param>
/// <param name="Remark">What to know about the run it is from: that it was disturbed.</param>
internal sealed record Bar(string Work, string Floor, string ByMinima, string ByMedians, bool? Reached, string Remark = "")
{
    internal static void WriteTable(TextWriter output, IEnumerable<Bar> bars)
    {
        output.WriteLine();
        output.WriteLine("| the bar | at least | here, by minima | by medians | reached |");
        output.WriteLine("|---|---:|---:|---:|---|");
        foreach (Bar bar in bars)
        {
            string reached = bar.Reached switch { true => "yes", false => "**no**", null => "?" };
            output.WriteLine($"| {bar.Work} | {bar.Floor} | {bar.ByMinima} | {bar.ByMedians} | {reached}{bar.Remark} |");
        }
    }
}
