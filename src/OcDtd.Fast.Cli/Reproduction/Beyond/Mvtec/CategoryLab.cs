using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Mvtec;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What the questions on a category share: data, members, and what is measured of a model.</summary>
internal sealed class CategoryLab
{
    internal const string RocAuc = "ROC AUC", Cosine = "cosine";

    /// <summary>What is measured, for a question's text.</summary>
    internal const string Words = "The ROC AUC is the mean over defects, the cosine the mean over the images of all defects, beside that of each.";

    private readonly Workbench _bench;
    private readonly MvtecCategory _category;
    private readonly Lazy<double> _ruleGamma;
    private readonly Lazy<CategoryProbe> _probe;

    /// <param name="bench">Options and context.</param>
    /// <param name="category">The data.</param>
    /// <param name="ruleGamma">γ by eq 3.1, chosen when first asked for.</param>
    internal CategoryLab(Workbench bench, MvtecCategory category, Func<double> ruleGamma)
    {
        (_bench, _category, _ruleGamma) = (bench, category, new(ruleGamma));
        _probe = new(() => new CategoryProbe(category, bench.Settings.Quick ? 4 : 1, bench.Batch));
    }

    internal string Name => _category.Name;

    internal int TrainCount => _category.Train.RowCount;

    internal CategoryProbe Probe => _probe.Value;

    internal BatchOptions Batch => _bench.Batch;

    internal double RuleGamma => _ruleGamma.Value;

    internal int Seeds => _bench.Settings.SeedsOr(5, 1);

    /// <summary>Seconds in which one model is measured, roughly: it is read over once an image.</summary>
    internal double ModelWeight => 1.5e-4 * TrainCount * _category.Defects.Sum(defect => defect.Images.RowCount);

    /// <summary>Training images of disjoint parts whose sizes differ by at most one.</summary>
    internal float[][,] Parts(int members, int seed) => DensityHalves.Parts(_category.Train.Rows, members, seed);

    /// <summary>Densities of disjoint parts.</summary>
    internal SupportVectorModel[] Densities(int members, double gamma, int seed) =>
        [.. Parts(members, seed).Select(part => KernelDensity.Fit(part, gamma))];

    /// <summary>C1 and C2 as the thesis has them.</summary>
    internal MemberPair Halves(double gamma, int seed) => DensityHalves.Draw(_category.Train.Rows, gamma, seed);

    internal LocalTimesEnsemble Times(MemberPair pair) => SixClassifiers.Product(pair.First, pair.Second, Batch);

    /// <summary>A table for one model: mean ROC AUC over defects, mean cosine over the images of all defects, and of each.</summary>
    internal SweepPart Part(string name, string of) =>
        new(name, $"ROC AUC and cosines, {of}.", [RocAuc, Cosine, .. Probe.Names]) { Prefix = Column(of, "") };

    /// <summary>A column of <see cref="Part"/>: a model's "ROC AUC", "cosine", or cosine of a defect.</summary>
    internal static string Column(string of, string what) => $"{of}: {what}";
}
