using System.Globalization;
using System.Text.Json;
using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Evaluation;

public class RankingTests
{
    [Fact]
    public void Roc_auc_is_the_oracles()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedFiles.Golden("roc-auc.json")));
        float[] inliers = golden.RootElement.GetProperty("inlier").Deserialize<float[]>()!;
        float[] outliers = golden.RootElement.GetProperty("outlier").Deserialize<float[]>()!;
        Assert.Equal(golden.RootElement.GetProperty("auc").GetDouble(), RocAuc.Compute(inliers, outliers), 1e-15);
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(1, 40, 3)]
    [InlineData(40, 1, 3)]
    [InlineData(60, 50, 1)]
    [InlineData(60, 50, 5)]
    [InlineData(200, 300, 1000)]
    public void Roc_auc_is_the_share_of_pairs_in_order(int inlierCount, int outlierCount, int values)
    {
        (float[] inliers, float[] outliers) = Scores(inlierCount, outlierCount, values);
        double expected = inliers.Average(i => outliers.Average(o => o > i ? 1.0 : o == i ? 0.5 : 0.0));
        Assert.Equal(expected, RocAuc.Compute(inliers, outliers), 1e-13);
        Assert.Equal(1 - expected, RocAuc.Compute(outliers, inliers), 1e-13);
    }

    [Fact]
    public void Roc_auc_of_what_can_be_seen_at_once()
    {
        Assert.Equal(1, RocAuc.Compute([0f, 1f], [2f, 3f]));
        Assert.Equal(0, RocAuc.Compute([2f, 3f], [0f, 1f]));
        Assert.Equal(0.5, RocAuc.Compute([-0f, 0f], [0f, -0f]));
        Assert.Equal(0.625, RocAuc.Compute([float.NegativeInfinity, float.PositiveInfinity], [float.PositiveInfinity, 1e38f]));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    public void Order_and_the_way_of_giving_labels_do_not_matter(int values)
    {
        (float[] inliers, float[] outliers) = Scores(70, 40, values);
        (float Score, byte Label)[] all = [.. inliers.Select(s => (s, (byte)0)), .. outliers.Select(s => (s, (byte)1))];
        for (int seed = 0; seed < 5; seed++)
        {
            new Random(seed).Shuffle(all);
            float[] scores = [.. all.Select(a => a.Score)];
            byte[] labels = [.. all.Select(a => a.Label)];
            Assert.Equal(RocAuc.Compute(inliers, outliers), RocAuc.Compute(scores, labels));
            Assert.Equal(AveragePrecision.Compute(inliers, outliers), AveragePrecision.Compute(scores, labels));
        }
    }

    [Fact]
    public void Average_precision_by_hand()
    {
        Assert.Equal(1, AveragePrecision.Compute([0f, 1f], [2f, 3f]));

        // From the top: outlier (precision 1, recall ½), inlier, outlier (precision ⅔, recall 1).
        Assert.Equal((1 + 2.0 / 3) / 2, AveragePrecision.Compute([2f, 0f], [3f, 1f]), 1e-15);

        // All equal: one threshold, precision is the share of outliers.
        Assert.Equal(0.25, AveragePrecision.Compute([5f, 5f, 5f], [5f]));

        // Two of three outliers tie with an inlier: recall ⅓ at precision 1, then the rest at ¾.
        Assert.Equal((1 + 2 * 0.75) / 3, AveragePrecision.Compute([4f, 0f], [9f, 4f, 4f]), 1e-15);

        // Outliers last: precisions ⅓ and ½.
        Assert.Equal((1.0 / 3 + 0.5) / 2, AveragePrecision.Compute([3f, 4f], [1f, 2f]), 1e-15);
    }

    [SkippableFact]
    public void Average_precision_is_numpys()
    {
        const string Script = """
            import sys, json, numpy as np
            inlier, outlier = (np.array(a) for a in json.loads(sys.argv[1]))
            s = np.r_[inlier, outlier]
            y = np.r_[np.zeros(len(inlier)), np.ones(len(outlier))]
            t = np.unique(s)[::-1]
            precision = np.array([y[s >= v].mean() for v in t])
            recall = np.array([y[s >= v].sum() for v in t]) / y.sum()
            print(repr(float((np.diff(np.r_[0, recall]) * precision).sum())))
            """;
        string python = SharedFiles.Python();
        foreach (int values in new[] { 1, 6, 500 })
        {
            (float[] inliers, float[] outliers) = Scores(150, 60, values);
            string scores = JsonSerializer.Serialize(new[] { inliers, outliers });
            ProcessOutcome numpy = Processes.Run(python, ["-c", Script, scores]);
            Assert.Equal((0, ""), (numpy.ExitCode, numpy.Error));
            Assert.Equal(double.Parse(numpy.Output, CultureInfo.InvariantCulture), AveragePrecision.Compute(inliers, outliers), 1e-13);
        }
    }

    [Fact]
    public void Bad_scores_and_labels_are_named()
    {
        Assert.Contains("inlierScores is empty", Message(() => RocAuc.Compute([], [1f])));
        Assert.Contains("outlierScores is empty", Message(() => AveragePrecision.Compute([1f], Array.Empty<float>())));
        Assert.Contains("outlierScores[1] is NaN", Message(() => RocAuc.Compute([1f], [1f, float.NaN])));
        Assert.Contains("scores[0] is NaN", Message(() => RocAuc.Compute([float.NaN, 1f], new byte[] { 0, 1 })));
        Assert.Contains("labels[1] is 2", Message(() => AveragePrecision.Compute([1f, 1f], new byte[] { 0, 2 })));
        Assert.Contains("labels has 1 values; scores has 2", Message(() => RocAuc.Compute([1f, 1f], new byte[] { 0 })));
        Assert.Contains("2 inliers (0) and 0 outliers (1)", Message(() => RocAuc.Compute([1f, 1f], new byte[] { 0, 0 })));
    }

    private static string Message(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;

    private static (float[] Inliers, float[] Outliers) Scores(int inliers, int outliers, int values)
    {
        var random = new Random(inliers + 1000 * values);
        return (
            [.. Enumerable.Range(0, inliers).Select(_ => random.Next(values) / 8f)],
            [.. Enumerable.Range(0, outliers).Select(_ => (random.Next(values) + random.Next(3)) / 8f)]);
    }
}
