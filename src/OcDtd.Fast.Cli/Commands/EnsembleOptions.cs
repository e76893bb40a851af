using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>The options of fit and import that say how members are joined.</summary>
internal sealed class EnsembleOptions
{
    private readonly Option<string> _ensemble = new("--ensemble")
    {
        Description = "How members are joined (default: none for one member).",
    };

    private readonly Option<string> _neighbors = new("--neighbors")
    {
        Description = "Local Times: K nearest partners of each support vector of the first member, L of the second.",
        HelpName = "K[,L]",
    };

    private readonly Option<double> _fraction = new("--neighbor-fraction")
    {
        Description = "Local Times: the same as a share of the partners (default: 0.1).",
        HelpName = "F",
    };

    private readonly Option<bool> _renormalize = new("--renormalize")
    {
        Description = "Local Times: make the kept weights sum to 1. Same ranking, shifted scores.",
    };

    internal EnsembleOptions(Command command)
    {
        _ensemble.AcceptOnlyFromAmong(ModelMaker.Ensembles);
        OptionChecks.RefuseEmpty(_neighbors);
        OptionChecks.ExpectNumber(_fraction);
        foreach (Option option in new Option[] { _ensemble, _neighbors, _fraction, _renormalize })
            command.Options.Add(option);
    }

    /// <summary>The ensemble asked for; one member needs none.</summary>
    internal string Name(ParseResult parsed, int members) => parsed.GetValue(_ensemble) ?? (members == 1
        ? ModelMaker.None
        : throw new UsageException($"{members} members need --ensemble {ModelMaker.Bagging}, {ModelMaker.GlobalTimes} or {ModelMaker.LocalTimes}."));

    /// <summary>The ensemble asked for, none without the option.</summary>
    internal string Name(ParseResult parsed) => parsed.GetValue(_ensemble) ?? ModelMaker.None;

    internal EnsembleChoices Choices(ParseResult parsed)
    {
        bool hasNeighbors = parsed.GetResult(_neighbors) is not null, hasFraction = parsed.GetResult(_fraction) is not null;
        bool renormalize = parsed.GetValue(_renormalize);
        if (hasNeighbors && hasFraction)
            throw new UsageException("--neighbors and --neighbor-fraction say the same thing twice; give one.");
        if ((hasNeighbors || hasFraction || renormalize) && parsed.GetValue(_ensemble) != ModelMaker.LocalTimes)
            throw new UsageException("--neighbors, --neighbor-fraction and --renormalize go with --ensemble local-times.");
        return new EnsembleChoices(
            parsed.GetValue(_neighbors), hasFraction ? parsed.GetValue(_fraction) : EnsembleChoices.DefaultFraction, renormalize);
    }
}
