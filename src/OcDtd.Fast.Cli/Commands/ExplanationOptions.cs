using System.CommandLine;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>The options of fit and import that say how the file explains.</summary>
internal sealed class ExplanationOptions
{
    private readonly Option<string> _rule = new("--rule") { Description = "How relevance is given to features (default: thesis)." };

    private readonly Option<bool> _scoreOnly = new("--score-only")
    {
        Description = "Leave the explanation out of the ONNX graph, for runtimes that cannot be told not to compute it; ocdtd explains all the same.",
    };

    internal ExplanationOptions(Command command)
    {
        _rule.AcceptOnlyFromAmong(Rules.Names);
        command.Options.Add(_rule);
        command.Options.Add(_scoreOnly);
    }

    /// <summary>What they say about a model; the rest of the description is the caller's.</summary>
    internal ModelDescription Describe(ParseResult parsed) => new()
    {
        Rule = Rules.Parse(parsed.GetValue(_rule) ?? Rules.Names[0]),
        ScoreOnly = parsed.GetValue(_scoreOnly),
    };
}
