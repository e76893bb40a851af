using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Global Times of thousands of support vectors.</summary>
internal static class LargeGlobalTimes
{
    private static readonly int[] s_sizes = [100, 300, 1000];

    internal static Sweep Make(MnistLab lab)
    {
        int[] sizes = [.. s_sizes.Where(size => size < lab.HalfCount), lab.HalfCount];
        return new Sweep
        {
            Title = "Global Times of thousands of support vectors",
            Name = "global-times",
            Question =
                $"The thesis gave up global Times beyond a few support vectors, since it has m·n virtual ones. Here it scores at bagging's cost. Author's settings, m up to all {sizes[^1]} of a half: {(long)sizes[^1] * sizes[^1] / 1e6:0.0} million virtual support vectors.",
            SettingHeading = "m = n",
            Settings = [.. sizes.Select(size => $"{size}")],
            Parts =
            [
                new("accuracy", "ROC AUC.", ["C1", "C1+C2", "local C1×C2", "global C1×C2"], 4),
                new("time", "Microseconds a row.", ["score C1+C2", "score local", "score global", "explain C1+C2", "explain local", "explain global"], 1),
            ],
            Seeds = lab.Seeds(5),
            Fixed = $"{lab.Probe.Fixed} {Timing.Conditions(lab.Batch)}",
            Weight = setting => 2 + sizes[setting] / 200.0,
            Run = (setting, seed) =>
            {
                MemberPair pair = lab.Members(lab.Task.Train, sizes[setting], seed);
                OneClassModel[] models =
                [
                    new BaggingEnsemble(pair.First, pair.Second), lab.Times(pair.First, pair.Second), new GlobalTimesEnsemble(pair.First, pair.Second, lab.Batch),
                ];
                return
                [
                    lab.Probe.RocAuc(pair.First), .. models.Select(lab.Probe.RocAuc),
                    .. models.Select(lab.Probe.ScoreMicroseconds), .. models.Select(model => lab.Probe.ExplainMicroseconds(model)),
                ];
            },
            Choice = "Bagging, local or global Times",
            Advice = found =>
                $"At m = {found.Settings[^1]} an explanation takes {found.Mean(sizes.Length - 1, "explain C1+C2"):0} µs by bagging, {found.Mean(sizes.Length - 1, "explain global"):0} by global and "
                + $"{found.Mean(sizes.Length - 1, "explain local"):0} by local Times, at ROC AUCs of {found.Mean(sizes.Length - 1, "C1+C2"):0.0000}, {found.Mean(sizes.Length - 1, "global C1×C2"):0.0000} and {found.Mean(sizes.Length - 1, "local C1×C2"):0.0000}. "
                + (found.Mean(sizes.Length - 1, "explain global") < found.Mean(sizes.Length - 1, "explain local")
                    ? "Where Times is wanted for its heatmaps, global Times gives what local Times approximates, and is cheaper at this width." : "Local Times is the cheaper product."),
            Answer = found =>
                $"At m = {found.Settings[^1]} global Times scores a row in {found.Mean(sizes.Length - 1, "score global"):0} µs (bagging {found.Mean(sizes.Length - 1, "score C1+C2"):0}) with a ROC AUC of "
                + $"{found.Mean(sizes.Length - 1, "global C1×C2"):0.0000}, where bagging has {found.Mean(sizes.Length - 1, "C1+C2"):0.0000}.",
        };
    }
}
