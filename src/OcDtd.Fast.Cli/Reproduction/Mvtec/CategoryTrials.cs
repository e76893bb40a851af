using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Trials;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.Mvtec;

/// <summary>Six classifiers of one category's good images, asked about each of its defects, a trial a seed.</summary>
internal sealed class CategoryTrials
{
    private readonly Workbench _bench;
    private readonly Lazy<double> _gamma;
    private readonly Lazy<CategoryProbe> _probe;

    internal CategoryTrials(Workbench bench, MvtecCategory category, int seeds)
    {
        (_bench, Category, Protocol) = (bench, category, new DensityHalves(bench.Batch));
        _gamma = new Lazy<double>(() => Protocol.Gamma(category.Train.Rows.ToArray()));
        _probe = new Lazy<CategoryProbe>(() => new CategoryProbe(category, step: 1, bench.Batch));
        All = [.. Enumerable.Range(0, seeds).Select(seed => new Trial(
            $"MVTec AD, {category.Name}",
            $"category={category.Name} protocol={Protocol.Key} size={category.Train.Shape} seed={seed}",
            Weight: category.Train.RowCount * (1e-3 * category.Defects.Sum(defect => defect.Images.RowCount)),
            () => Run(seed)))];
    }

    internal MemberProtocol Protocol { get; }

    internal MvtecCategory Category { get; }

    internal IReadOnlyList<Trial> All { get; }

    internal IReadOnlyList<string> Defects => [.. Category.Defects.Select(defect => defect.Name)];

    internal double[] RocAucs(TrialBook book, string defect, int classifier) => book.Values(All, "roc_auc " + defect, classifier);

    internal double[] Cosines(TrialBook book, string defect, int classifier) => book.Values(All, "cosine " + defect, classifier);

    internal double[] CleverHans(TrialBook book, string defect, int classifier) =>
        [.. RocAucs(book, defect, classifier).Zip(Cosines(book, defect, classifier), CleverHansScore.Compute)];

    /// <summary>γ by eq 3.1, chosen when first asked for: what trials then use, and what further studies may.</summary>
    internal double ChosenGamma => _gamma.Value;

    internal double Gamma(TrialBook book) => book.Of(All[0])["gamma"][0];

    /// <summary>Of each defect, the mean cosine of a heatmap that says nothing.</summary>
    internal double[] UniformCosines() => _probe.Value.UniformCosines();

    /// <summary>The six classifiers of a seed.</summary>
    internal Classifier[] Classifiers(int seed)
    {
        MemberPair pair = Protocol.Draw(Category.Train.Rows.ToArray(), _gamma.Value, [Category.Train.RowCount / 2], seed, _bench.Batch)[0];
        return [.. SixClassifiers.Make(pair.First, pair.Second, _bench.Batch)];
    }

    private TrialNumbers Run(int seed)
    {
        (double[] RocAucs, double[][] Cosines)[] found = [.. Classifiers(seed).Select(classifier => _probe.Value.Find(classifier.Model))];
        var numbers = new TrialNumbers { ["gamma"] = [ChosenGamma] };
        for (int defect = 0; defect < Defects.Count; defect++)
        {
            numbers["roc_auc " + Defects[defect]] = [.. found.Select(each => each.RocAucs[defect])];
            numbers["cosine " + Defects[defect]] = [.. found.Select(each => SeedSummary.MeanOf(each.Cosines[defect]))];
        }

        return numbers;
    }
}
