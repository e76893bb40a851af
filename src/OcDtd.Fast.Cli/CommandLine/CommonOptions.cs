using System.CommandLine;

namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>--threads, --json and --quiet, which every command takes.</summary>
internal static class CommonOptions
{
    internal const string Threads = "--threads";

    private static readonly Option<int> s_threads = new(Threads)
    {
        Description = "Threads at most (default: one a core). Results do not depend on it.",
        HelpName = "N",
        Recursive = true,
    };

    private static readonly Option<bool> s_json = new("--json")
    {
        Description = "Print the answer as JSON.",
        Recursive = true,
    };

    private static readonly Option<bool> s_quiet = new("--quiet")
    {
        Description = "Print nothing but errors.",
        Recursive = true,
    };

    static CommonOptions()
    {
        OptionChecks.ExpectWholeNumber(s_threads);
        s_threads.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int threads) && threads < 1)
                result.AddError($"{Threads} is {threads}; expected 1 or more.");
        });
    }

    /// <summary>Adds them to every command.</summary>
    internal static void AddTo(RootCommand root)
    {
        root.Options.Add(s_threads);
        root.Options.Add(s_json);
        root.Options.Add(s_quiet);
    }

    internal static CommonValues Read(ParseResult parsed) =>
        new(parsed.GetValue(s_threads), parsed.GetValue(s_json), parsed.GetValue(s_quiet));
}
