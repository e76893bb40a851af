using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>A command: its arguments and options in the constructor, its work in <see cref="Execute"/>.</summary>
internal abstract class CliCommand(string name, string description) : Command(name, description)
{
    /// <summary>Every command there is, in the order that help lists them.</summary>
    internal static IEnumerable<CliCommand> All() =>
    [
        new DemoCommand(),
        new FitCommand(),
        new ImportCommand(),
        new ScoreCommand(),
        new ExplainCommand(),
        new FlipCommand(),
        new EvaluateCommand(),
        new ReproduceCommand(),
        new ViewCommand(),
        new InspectCommand(),
        new InfoCommand(),
    ];

    /// <summary>Does the work; throws what <see cref="Application"/> turns into a line and an exit code.</summary>
    internal abstract void Execute(ParseResult parsed, RunContext context);

    private protected Argument<string> AddArgument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        OptionChecks.RefuseEmpty(argument);
        Arguments.Add(argument);
        return argument;
    }

    private protected Option<T> AddOption<T>(string name, string helpName, string description, bool required = false, params string[] aliases)
    {
        var option = new Option<T>(name, aliases) { Description = description, HelpName = helpName, Required = required };
        switch (option)
        {
            case Option<int> whole: OptionChecks.ExpectWholeNumber(whole); break;
            case Option<double> number: OptionChecks.ExpectNumber(number); break;
            case Option<string> text: OptionChecks.RefuseEmpty(text); break;
            case Option<string[]> texts: OptionChecks.RefuseEmpty(texts); break;
        }

        Options.Add(option);
        return option;
    }

    private protected Option<bool> AddFlag(string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        Options.Add(option);
        return option;
    }

    private protected Option<string> AddChoice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description };
        option.AcceptOnlyFromAmong(values);
        Options.Add(option);
        return option;
    }
}
