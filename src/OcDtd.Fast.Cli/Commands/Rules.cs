namespace OcDtd.Fast.Cli.Commands;

/// <summary>Relevance rules as options and files name them.</summary>
internal static class Rules
{
    internal static readonly string[] Names = ["thesis", "conservative"];

    internal static RelevanceRule Parse(string name) => name == Names[1] ? RelevanceRule.Conservative : RelevanceRule.Thesis;

    internal static string Name(RelevanceRule rule) => Names[(int)rule];
}
