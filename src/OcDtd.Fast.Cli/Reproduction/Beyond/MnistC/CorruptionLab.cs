using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<int, MemberPair[]> _members = new();

    /// <param name="bench">Options and context.</param>
    /// <param name="task">The data.</param>
    /// <param name="ruleGamma">γ by eq 3.1, chosen when first asked for.</param>
    internal CorruptionLab(Workbench bench, CorruptionTask task, Func<double> ruleGamma)
    {
        (_bench, Task, _ruleGamma) = (bench, task, new(ruleGamma));
        Probe = bench.Settings.Quick
            ? new CorruptionProbe(task, scoredStep: 100, explainedStep: 500, bench.Batch)
            : new CorruptionProbe(task, scoredStep: 10, explainedStep: 50, bench.Batch);
        int largest = Math.Min(bench.Settings.Quick ? 1000 : 3000, task.TrainCount / 2);
        Sizes = [.. s_sizes.Where(size => size <= largest)];
    }

    internal CorruptionTask Task { get; }

    internal CorruptionProbe Probe { get; }

    internal BatchOptions Batch => _bench.Batch;

    /// <summary>The sizes of members that are compared: as many as half of the training rows allow.</summary>
    internal int[] Sizes { get; }

    internal double RuleGamma => _ruleGamma.Value;

    /// <summary>As many seeds as were asked for; one where a minute must do.</summary>
    internal int Seeds(int usual) => _bench.Settings.SeedsOr(usual, 1);

    /// <summary>C1 and C2 by the author's settings. Kept, since to train them on halves of 30,000 rows takes longer than all else.</summary>
    internal MemberPair Members(int size, int seed)
    {
        MemberPair[] all = _members.GetOrAdd(
            seed, key => new AuthorsSettings().Draw(Task.Train, MemberProtocol.AuthorsGamma, Sizes, key, Batch));
        return all[Array.IndexOf(Sizes, size)];
    }

    internal SupportVectorModel[] Densities(int members, int size, double gamma, int seed) =>
        MemberRecipes.Densities(Task.Train.Span, members, size, gamma, seed);

    internal LocalTimesEnsemble Times(SupportVectorModel first, SupportVectorModel second) => SixClassifiers.Product(first, second, Batch);

    /// <summary>A table of every corruption's cosine, its columns marked by what stands before the corruption.</summary>
    internal SweepPart CosinePart(string name, string of) =>
        new(name, $"Cosine of {of} by corruption.", Probe.Names, Drawn: false) { Prefix = Column(of, "") };

    /// <summary>A column of <see cref="CosinePart"/>.</summary>
    internal static string Column(string of, string corruption) => $"{of}: {corruption}";
}
