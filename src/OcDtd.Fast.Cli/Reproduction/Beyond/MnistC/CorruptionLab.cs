using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.MnistC;
using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What the questions on MNIST-C share: data, members, and what is measured of a model.</summary>
internal sealed class CorruptionLab
{
    /// <summary>Support vectors of a member where a question does not vary them.</summary>
    internal const int Size = 100;

    private static readonly int[] s_sizes = [100, 300, 1000, 3000];

    private readonly Workbench _bench;
    private readonly Lazy<double> _ruleGamma;
    private readonly CorruptionMembers _members;

    /// <param name="bench">Options and context.</param>
    /// <param name="task">The data.</param>
    /// <param name="members">Members by the author's settings, of the sizes that are compared.</param>
    /// <param name="ruleGamma">γ by eq 3.1, chosen when first asked for.</param>
    internal CorruptionLab(Workbench bench, CorruptionTask task, CorruptionMembers members, Func<double> ruleGamma)
    {
        (_bench, Task, _members, _ruleGamma) = (bench, task, members, new(ruleGamma));
        Probe = bench.Settings.Quick
            ? new CorruptionProbe(task, scoredStep: 100, explainedStep: 500, bench.Batch)
            : new CorruptionProbe(task, scoredStep: 10, explainedStep: 50, bench.Batch);
    }

    internal CorruptionTask Task { get; }

    internal CorruptionProbe Probe { get; }

    internal BatchOptions Batch => _bench.Batch;

    /// <summary>The sizes of members that are compared: as many as half of the training rows allow.</summary>
    internal int[] Sizes => _members.Sizes;

    /// <summary>These, where a member has so many training rows.</summary>
    internal static int[] SizesUpTo(int rows, Workbench bench) => [.. s_sizes.Where(size => size <= Math.Min(bench.Settings.Quick ? 1000 : 3000, rows))];

    internal double RuleGamma => _ruleGamma.Value;

    /// <summary>As many seeds as were asked for; one where a minute must do.</summary>
    internal int Seeds(int usual) => _bench.Settings.SeedsOr(usual, 1);

    /// <summary>C1 and C2 by the author's settings.</summary>
    internal MemberPair Members(int size, int seed) => _members.Of(size, seed);

    internal SupportVectorModel[] Densities(int members, int size, double gamma, int seed) =>
        MemberRecipes.Densities(Task.Train.Span, members, size, gamma, seed);

    internal LocalTimesEnsemble Times(SupportVectorModel first, SupportVectorModel second) => SixClassifiers.Product(first, second, Batch);

    /// <summary>A table of every corruption's cosine, its columns marked by what stands before the corruption.</summary>
    internal SweepPart CosinePart(string name, string of) =>
        new(name, $"Cosine of {of} by corruption.", Probe.Names, Drawn: false) { Prefix = Column(of, "") };

    /// <summary>A column of <see cref="CosinePart"/>.</summary>
    internal static string Column(string of, string corruption) => $"{of}: {corruption}";
}
