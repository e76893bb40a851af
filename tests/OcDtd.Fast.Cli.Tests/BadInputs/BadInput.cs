using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.BadInputs;

/// <summary>A command that must fail: what is wrong, the arguments (@name is a file of the folder), what the line must say.</summary>
internal sealed record BadInput(string Name, Action<TempFolder> Prepare, string Command, params string[] Essentials)
{
    /// <summary>What "@out" names; also how it is found in messages.</summary>
    private const string Output = "out";
    private const string Earlier = "an earlier result";

    internal static TheoryData<string> NamesOf(IEnumerable<BadInput> cases) => [.. cases.Select(c => c.Name)];

    /// <summary>
    /// One clear line, exit code 1, nothing printed; no file made or changed, with and without an earlier result in the output's place.
    /// </summary>
    internal void Check()
    {
        using TempFolder folder = GoodFiles.Copy();
        Prepare(folder);
        Run(folder);
        if (Command.Contains($"@{Output}", StringComparison.Ordinal) && !Path.Exists(folder[Output]))
        {
            folder.Write(Output, Earlier);
            Run(folder);
            Assert.Equal(Earlier, File.ReadAllText(folder[Output]));
        }
    }

    private void Run(TempFolder folder)
    {
        string[] before = Everything(folder);
        ProcessOutcome outcome = Ocdtd.Run(Arguments(folder));
        Assert.True(outcome.ExitCode == 1, $"{Name}: exit code {outcome.ExitCode}; {outcome.Error}{outcome.Output}");
        Assert.Equal("", outcome.Output);
        RequireLine(outcome.Error);
        foreach (string essential in Essentials)
            Assert.Contains(essential, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, Everything(folder));
    }

    /// <summary>One line for people: no line break but the last, no stack trace, no name of .NET's.</summary>
    internal static void RequireLine(string error)
    {
        Assert.StartsWith("ocdtd: ", error);
        Assert.EndsWith(Environment.NewLine, error);
        string line = error[..^Environment.NewLine.Length];
        Assert.DoesNotContain(line, char.IsControl);
        foreach (string revealing in new[] { "   at ", "Exception", "System.", "(Parameter", "unexpected" })
            Assert.DoesNotContain(revealing, line, StringComparison.Ordinal);
    }

    private string[] Arguments(TempFolder folder) =>
        [.. Command.Split(' ').Select(argument => argument.StartsWith('@') ? folder[argument[1..]] : argument)];

    private static string[] Everything(TempFolder folder) =>
        [.. Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
