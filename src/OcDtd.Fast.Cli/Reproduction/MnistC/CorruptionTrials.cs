using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>ROC AUC and cosine of the six classifiers on every corruption, a trial a seed.</summary>
internal sealed class CorruptionTrials
{
    private readonly Workbench _bench;
    private readonly CorruptionTask _task;
    private readonly CorruptionMembers _members;
    private readonly CorruptionPlan _plan;

    internal CorruptionTrials(Workbench bench, CorruptionTask task, CorruptionMembers members, CorruptionPlan plan)
    {
        (_bench, _task, _members, _plan) = (bench, task, members, plan);
        All = [.. Enumerable.Range(0, plan.Seeds).Select(seed => new Trial(
            $"MNIST-C, {Protocol.Name}, m = {plan.Size}",
            $"protocol={Protocol.Key} m={plan.Size} scored=1/{plan.ScoredStep} explained=1/{plan.ExplainedStep} corruptions={string.Join(',', task.Names)} seed={seed}",
            plan.Weight,
            () => Run(seed)))];
    }

    internal MemberProtocol Protocol => _members.Protocol;

    internal CorruptionPlan Plan => _plan;

    internal IReadOnlyList<Trial> All { get; }

    /// <summary>Test rows that are scored, of each corruption.</summary>
    internal int ScoredRows => RowChoice.CountOfEveryNth(_task.Clean.RowCount, _plan.ScoredStep);

    /// <summary>Test rows that are explained.</summary>
    internal int ExplainedRows => RowChoice.CountOfEveryNth(_task.Clean.RowCount, _plan.ExplainedStep);

    internal IReadOnlyList<string> Corruptions => _task.Names;

    internal double[] RocAucs(TrialBook book, string corruption, int classifier) => book.Values(All, "roc_auc " + corruption, classifier);

    internal double[] Cosines(TrialBook book, string corruption, int classifier) => book.Values(All, "cosine " + corruption, classifier);

    internal double Gamma(TrialBook book) => book.Of(All[0])["gamma"][0];

    /// <summary>The mean cosine of a heatmap that says nothing, over the rows that are explained.</summary>
    internal double UniformCosine(string corruption) => UniformHeatmap.MeanCosine(CorruptionTask.GroundTruths(
        RowChoice.EveryNth(_task.Clean, _plan.ExplainedStep), RowChoice.EveryNth(_task.Corrupted(corruption), _plan.ExplainedStep)));

    /// <summary>The members of a seed.</summary>
    internal MemberPair Members(int seed) => _members.Of(_plan.Size, seed);

    private TrialNumbers Run(int seed)
    {
        MemberPair pair = Members(seed);
        Classifier[] classifiers = [.. SixClassifiers.Make(pair.First, pair.Second, _bench.Batch)];
        float[,] clean = RowChoice.EveryNth(_task.Clean, _plan.ScoredStep), cleanExplained = RowChoice.EveryNth(_task.Clean, _plan.ExplainedStep);
        float[][] cleanScores = [.. classifiers.Select(classifier => classifier.Model.Outlierness(clean, _bench.Batch))];
        var numbers = new TrialNumbers { ["gamma"] = [_members.Gamma] };
        foreach (string name in _task.Names)
        {
            float[,] corrupted = RowChoice.EveryNth(_task.Corrupted(name), _plan.ScoredStep), explained = RowChoice.EveryNth(_task.Corrupted(name), _plan.ExplainedStep);
            numbers["roc_auc " + name] = [.. classifiers.Select((classifier, c) => CorruptionTask.RocAucOf(classifier.Model, cleanScores[c], corrupted, _bench.Batch))];
            numbers["cosine " + name] = [.. classifiers.Select(classifier => CorruptionTask.CosineOf(classifier.Model, cleanExplained, explained, _bench.Batch))];
        }

        return numbers;
    }
}

/// <summary>How much of the test set a trial looks at.</summary>
/// <param name="Size">Support vectors of each member.</param>
/// <param name="Seeds">Seeds, from 0.</param>
/// <param name="ScoredStep">Every so manieth test row is scored.</param>
/// <param name="ExplainedStep">Every so manieth test row is explained.</param>
/// <param name="Weight">About how many seconds a trial takes.</param>
internal sealed record CorruptionPlan(int Size, int Seeds, int ScoredStep, int ExplainedStep, double Weight);
