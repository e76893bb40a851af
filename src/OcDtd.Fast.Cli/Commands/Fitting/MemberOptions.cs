using System.CommandLine;
using System.Globalization;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands.Fitting;

/// <summary>The options of fit that say what each member is: one value for all members, or one each, separated by commas.</summary>
internal sealed class MemberOptions
{
    internal const string KernelDensity = "kde";
    internal const string OneClassSvm = "ocsvm";

    private readonly Option<string> _estimator = new("--estimator")
    {
        Description = "What a member is: kde (kernel density) or ocsvm (one-class SVM) (default: kde). "
            + "This and the next two: one value for all members, or one each, as in kde,ocsvm.",
        HelpName = "E[,E…]",
    };

    private readonly Option<string> _gamma = new("--gamma")
    {
        Description = $"Kernel width, or the rule that chooses it: {string.Join(", ", GammaRules.Names)} "
            + $"(default: {GammaRules.Name(GammaRule.NeighborMass)}).",
        HelpName = "F|RULE[,…]",
    };

    private readonly Option<string> _nu = new("--nu")
    {
        Description = "One-class SVM: at most this share of the training rows lies outside (default: 0.1).",
        HelpName = "F[,F…]",
    };

    private readonly Option<double> _tolerance = new("--tolerance")
    {
        Description = "One-class SVM: largest violation of optimality, relative to the mean gradient (default: 0.001).",
        HelpName = "F",
    };

    private readonly Option<int> _memory = new("--kernel-memory")
    {
        Description = "One-class SVM: memory for kernel values, in MiB (default: 1024).",
        HelpName = "MIB",
    };

    private readonly Option<int> _top = new("--top-support-vectors")
    {
        Description = "Keep the N largest coefficients of each member, renormalised; ties are drawn by the seed.",
        HelpName = "N",
    };

    internal MemberOptions(Command command)
    {
        foreach (Option<string> text in new[] { _estimator, _gamma, _nu })
            OptionChecks.RefuseEmpty(text);
        OptionChecks.ExpectNumber(_tolerance);
        OptionChecks.ExpectWholeNumber(_memory);
        OptionChecks.ExpectWholeNumber(_top);
        foreach (Option option in new Option[] { _estimator, _gamma, _nu, _tolerance, _memory, _top })
            command.Options.Add(option);
    }

    /// <summary>What is asked of each of <paramref name="count"/> members.</summary>
    internal MemberSettings[] Read(ParseResult parsed, int count)
    {
        string[] estimators = Each(_estimator, parsed, count, KernelDensity);
        string[] gammas = Each(_gamma, parsed, count, GammaRules.Name(GammaRule.NeighborMass));
        string[] nus = Each(_nu, parsed, count, "0.1");
        foreach (string estimator in estimators)
        {
            if (estimator is not (KernelDensity or OneClassSvm))
                throw new UsageException($"--estimator is '{estimator}'; expected {KernelDensity} or {OneClassSvm}.");
        }

        RequireSvm(parsed, estimators);
        return
        [
            .. estimators.Select((estimator, i) => new MemberSettings(estimator, Gamma(gammas[i]), Nu(nus[i]))
            {
                Tolerance = Tolerance(parsed),
                MemoryLimit = Memory(parsed),
                TopSupportVectors = Top(parsed),
            }),
        ];
    }

    private void RequireSvm(ParseResult parsed, string[] estimators)
    {
        if (estimators.Contains(OneClassSvm))
            return;
        foreach (Option option in new Option[] { _nu, _tolerance, _memory })
        {
            if (parsed.GetResult(option) is not null)
                throw new UsageException($"{option.Name} goes with --estimator {OneClassSvm}.");
        }
    }

    private static string[] Each(Option<string> option, ParseResult parsed, int count, string otherwise)
    {
        string[] values = (parsed.GetValue(option) ?? otherwise).Split(',');
        if (values.Length == 1)
            return [.. Enumerable.Repeat(values[0], count)];
        return values.Length == count
            ? values
            : throw new UsageException($"{option.Name} has {values.Length} values for {count} {(count == 1 ? "member" : "members")}; expected one, or one each.");
    }

    private static GammaSetting Gamma(string text)
    {
        if (GammaRules.TryParse(text, out GammaRule rule))
            return new GammaSetting(rule, double.NaN);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? new GammaSetting(null, Numbers.Gamma(text))
            : throw new InputException($"--gamma is '{text}'; expected a number above 0 or one of {string.Join(", ", GammaRules.Names)}.");
    }

    private static double Nu(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double nu) && nu > 0 && nu <= 1
            ? nu
            : throw new InputException($"--nu is '{text}'; expected a number above 0, at most 1.");

    private double Tolerance(ParseResult parsed)
    {
        if (parsed.GetResult(_tolerance) is null)
            return new OneClassSvmOptions().Tolerance;
        double tolerance = parsed.GetValue(_tolerance);
        return tolerance is >= OneClassSvmOptions.SmallestTolerance and <= OneClassSvmOptions.LargestTolerance
            ? tolerance
            : throw new InputException(
                $"{_tolerance.Name} is {tolerance}; expected {OneClassSvmOptions.SmallestTolerance} to {OneClassSvmOptions.LargestTolerance}.");
    }

    private long Memory(ParseResult parsed)
    {
        if (parsed.GetResult(_memory) is null)
            return new OneClassSvmOptions().MemoryLimit;
        int megabytes = parsed.GetValue(_memory);
        return megabytes >= 1 ? (long)megabytes << 20 : throw new InputException($"{_memory.Name} is {megabytes}; expected 1 or more.");
    }

    private int? Top(ParseResult parsed)
    {
        if (parsed.GetResult(_top) is null)
            return null;
        int top = parsed.GetValue(_top);
        return top >= 1 ? top : throw new InputException($"{_top.Name} is {top}; expected 1 or more.");
    }
}

/// <summary>A width given as a number, or the rule that chooses it.</summary>
internal readonly record struct GammaSetting(GammaRule? Rule, double Value);

/// <summary>What a member is to be.</summary>
internal sealed record MemberSettings(string Estimator, GammaSetting Gamma, double Nu)
{
    internal required double Tolerance { get; init; }

    internal required long MemoryLimit { get; init; }

    /// <summary>How many of the largest coefficients to keep; null for all.</summary>
    internal required int? TopSupportVectors { get; init; }
}
