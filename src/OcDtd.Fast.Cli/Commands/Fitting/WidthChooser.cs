using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands.Fitting;

/// <summary>Turns what was asked for --gamma into numbers; a rule that several members share is asked once.</summary>
internal sealed class WidthChooser(TrainingData data, int seed, TrainingFacts facts, RunContext context)
{
    private readonly Dictionary<GammaRule, double> _chosen = [];

    /// <summary>The width; facts about it start with <paramref name="prefix"/>.</summary>
    internal double Choose(GammaSetting setting, string prefix)
    {
        if (setting.Rule is not { } rule)
        {
            facts.Add(prefix + "gamma.rule", "given");
            return setting.Value;
        }

        facts.Add(prefix + "gamma.rule", GammaRules.Name(rule));
        return _chosen.TryGetValue(rule, out double known) ? known : _chosen[rule] = Ask(rule, prefix);
    }

    private double Ask(GammaRule rule, string prefix)
    {
        GammaChoice choice = EngineErrors.Translate(data.Source, () => GammaSelection.Choose(
            rule,
            data.Rows,
            o => o with { Seed = seed, MaxDegreeOfParallelism = context.Batch.MaxDegreeOfParallelism },
            context.Cancellation));
        facts.Add(prefix + "gamma.rows", choice.RowsUsed);
        facts.Add(prefix + "gamma.sampled", choice.Sampled ? $"seed {seed}" : "no");
        facts.Add(prefix + "gamma." + WhatWasFound(rule), choice.Found);
        if (choice.Sampled)
            context.Say($"gamma was chosen from a sample of {Numbers.Count(choice.RowsUsed)} of {Numbers.Count(data.RowCount)} rows (seed {seed}).");
        return choice.Gamma;
    }

    private static string WhatWasFound(GammaRule rule) => rule switch
    {
        GammaRule.Scale => "variance",
        GammaRule.Median => "median_squared_distance",
        GammaRule.Perplexity => "perplexity",
        GammaRule.LeaveOneOut => "log_density",
        _ => "mass",
    };
}
