using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>Joins members into the ensemble that fit and import were asked for.</summary>
internal static class ModelMaker
{
    internal const string None = "none";
    internal const string Bagging = "bagging";
    internal const string GlobalTimes = "global-times";
    internal const string LocalTimes = "local-times";

    internal static readonly string[] Ensembles = [None, Bagging, GlobalTimes, LocalTimes];

    /// <summary>Makes the ensemble; what the engine refuses becomes a line that starts with <paramref name="source"/>.</summary>
    internal static OneClassModel Join(string source, string ensemble, SupportVectorModel[] members, EnsembleChoices choices, BatchOptions options)
    {
        if (ensemble is GlobalTimes or LocalTimes && members.Length != 2)
            throw new UsageException($"--ensemble {ensemble} takes two members; {members.Length} given.");
        if (ensemble == None && members.Length != 1)
            throw new UsageException($"{members.Length} members need --ensemble bagging, global-times or local-times.");

        return EngineErrors.Translate<OneClassModel>(source, () => ensemble switch
        {
            None => members[0],
            Bagging => new BaggingEnsemble(members),
            GlobalTimes => new GlobalTimesEnsemble(members[0], members[1], options),
            _ => MakeLocalTimes(members[0], members[1], choices, options),
        });
    }

    private static LocalTimesEnsemble MakeLocalTimes(
        SupportVectorModel first, SupportVectorModel second, EnsembleChoices choices, BatchOptions options)
    {
        (int k, int l) = choices.Neighbors is { } text
            ? Numbers.Neighbors(text)
            : (Share(choices.NeighborFraction, second), Share(choices.NeighborFraction, first));
        RequireNeighbors("K", k, second, "second");
        RequireNeighbors("L", l, first, "first");
        return new LocalTimesEnsemble(first, second, k, l, choices.Renormalize, options);
    }

    private static void RequireNeighbors(string name, int neighbors, SupportVectorModel partners, string member)
    {
        if (neighbors < 1 || neighbors > partners.SupportVectorCount)
        {
            throw new InputException(
                $"--neighbors: {name} is {neighbors}; expected 1 to {partners.SupportVectorCount}, the support vectors of the {member} member.");
        }
    }

    /// <summary>How many neighbours a share of a member's support vectors is: at least one.</summary>
    internal static int Share(double fraction, SupportVectorModel of)
    {
        if (!(fraction > 0 && fraction <= 1))
            throw new InputException($"--neighbor-fraction is {fraction}; expected a number above 0, at most 1.");
        return Math.Max(1, (int)Math.Floor(fraction * of.SupportVectorCount + 1e-9));
    }
}

/// <summary>Options that only local Times reads.</summary>
internal readonly record struct EnsembleChoices(string? Neighbors, double NeighborFraction, bool Renormalize)
{
    /// <summary>Without --neighbor-fraction: a tenth, as in the thesis.</summary>
    internal const double DefaultFraction = 0.1;
}
