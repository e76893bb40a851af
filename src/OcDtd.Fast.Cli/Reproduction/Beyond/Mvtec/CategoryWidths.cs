using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Kernels from wide to narrow, on defects.</summary>
internal static class CategoryWidths
{
    internal static Sweep Make(CategoryLab lab)
    {
        double[] factors = [0.01, 0.1, 1, 10, 100];
        string[] models = ["C1", "C1+C2", "C1×C2"];
        return new()
        {
            Title = $"What γ does: {lab.Name}",
            Name = $"gamma-{lab.Name}",
            Question = $"Densities of two halves at multiples of the γ of eq 3.1. {CategoryLab.Words}",
            SettingHeading = "γ / γ of eq 3.1",
            Settings = [.. factors.Select(factor => $"{factor}")],
            Parts = [lab.Part("c1", models[0]), lab.Part("bagging", models[1]), lab.Part("times", models[2])],
            Seeds = lab.Seeds,
            Fixed = lab.Probe.Fixed,
            Weight = _ => 2 * lab.ModelWeight,
            Run = (setting, seed) =>
            {
                MemberPair pair = lab.Halves(factors[setting] * lab.RuleGamma, seed);
                OneClassModel[] measured = [pair.First, new BaggingEnsemble(pair.First, pair.Second), lab.Times(pair)];
                return [.. measured.SelectMany(model => lab.Probe.Measure(model))];
            },
            Choice = $"γ ({lab.Name})",
            Advice = found =>
                $"To explain, {found.Best(Column(CategoryLab.Cosine))} times the γ of eq 3.1: C1+C2's cosine is {found.Largest(Column(CategoryLab.Cosine)):0.000} there and {found.Mean(factors.Length - 1, Column(CategoryLab.Cosine)):0.000} at {factors[^1]}. "
                + $"To detect, {found.FirstNearBest(Column(CategoryLab.RocAuc), 0.005)} is the first within 0.005 of the largest ROC AUC, {found.Largest(Column(CategoryLab.RocAuc)):0.000}; {factors[0]} has {found.Mean(0, Column(CategoryLab.RocAuc)):0.000}.",
            Answer = found => string.Join(" ", models.Select(model =>
                $"{model}: largest ROC AUC at {found.Top(CategoryLab.Column(model, CategoryLab.RocAuc))} times the γ of eq 3.1, largest cosine at {found.Top(CategoryLab.Column(model, CategoryLab.Cosine))}.")),
        };

        static string Column(string what) => CategoryLab.Column("C1+C2", what);
    }
}
