using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Pixel flipping in other orders than by relevance.</summary>
internal static class DeletionOrders
{
    internal static Sweep Make(MnistLab lab) => new()
    {
        Title = "Whether the order of masking matters",
        Name = "orders",
        Question =
            "Area under the pixel-flipping curves of outliers when pixels are masked by relevance, at random, by relevance the other way round, and by brightness, which needs no explanation at all. Author's settings, m = 100.",
        SettingHeading = "Classifier",
        Settings = SixClassifiers.Names,
        Parts = [new("", "Area under pixel flipping: less is better.", ["by relevance", "brightest first", "at random", "least relevant first"], 4)],
        Seeds = lab.Seeds(10),
        Fixed = $"m={MnistLab.Size} {lab.Probe.Fixed}",
        Weight = _ => 0.8,
        Run = (classifier, seed) =>
        {
            MemberPair pair = lab.Members(lab.Task.Train, MnistLab.Size, seed);
            OneClassModel model = SixClassifiers.Make(classifier, pair.First, pair.Second, lab.Batch);
            float[,] relevance = PixelHeatmaps.Of(model, lab.Probe.Outliers, lab.Task.Test.Shape!.Value, lab.Batch).Relevance;
            var random = new Random(DrawSeed.Of(seed, Drawn.Order));
            return
            [
                lab.Probe.Area(model, relevance), lab.Probe.Area(model, lab.Probe.Outliers),
                lab.Probe.Area(model, Map(relevance, _ => random.NextSingle())), lab.Probe.Area(model, Map(relevance, value => -value)),
            ];
        },
        Choice = "Whether to trust a heatmap",
        Advice = found =>
            $"Masking by relevance leaves an area of {found.Mean("C1+C2", "by relevance"):0.000} (C1+C2), brightest pixels first {found.Mean("C1+C2", "brightest first"):0.000}, random order {found.Mean("C1+C2", "at random"):0.000}. That "
            + "says whether a heatmap shows what the model reacts to, not whether that is what is wrong with the row: see MNIST-C and MVTec AD.",
        Answer = found =>
            $"By relevance {found.Mean("C1×C2", "by relevance"):0.000} for C1×C2 and {found.Mean("C1+C2", "by relevance"):0.000} for C1+C2; at random {found.Mean("C1×C2", "at random"):0.000} and {found.Mean("C1+C2", "at random"):0.000}; "
            + $"brightest first {found.Mean("C1×C2", "brightest first"):0.000} and {found.Mean("C1+C2", "brightest first"):0.000}.",
    };

    private static float[,] Map(float[,] values, Func<float, float> map)
    {
        float[,] mapped = new float[values.GetLength(0), values.GetLength(1)];
        for (int i = 0; i < values.Length; i++)
            mapped.AsSpan()[i] = map(values.AsSpan()[i]);
        return mapped;
    }
}
