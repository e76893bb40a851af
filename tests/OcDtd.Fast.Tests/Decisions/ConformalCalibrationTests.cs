using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Tests.Decisions;

public class ConformalCalibrationTests
{
    [Fact]
    public void P_values_count_the_scores_at_or_above()
    {
        ConformalCalibration calibration = ConformalCalibration.FromScores([3f, 1f, 2f, 2f]);
        Assert.Equal([1f, 2f, 2f, 3f], calibration.Scores.ToArray());
        Assert.Equal(4, calibration.Count);
        float[] scores = [0f, 1f, 1.5f, 2f, 2.5f, 3f, 3.5f, float.PositiveInfinity, float.NegativeInfinity];
        double[] found = new double[scores.Length];
        calibration.PValues(scores, found);
        Assert.Equal([1, 1, 0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 1], found);
    }

    [Fact]
    public void P_values_agree_with_counting_one_by_one()
    {
        var random = new Random(5);
        foreach (int count in new[] { 1, 2, 3, 7, 8, 9, 100, 1000 })
        {
            float[] scores = [.. Enumerable.Range(0, count).Select(_ => random.Next(50) / 8f)];
            ConformalCalibration calibration = ConformalCalibration.FromScores(scores);
            for (int i = -2; i < 110; i++)
                Assert.Equal((1.0 + scores.Count(s => s >= i / 16f)) / (count + 1), calibration.PValue(i / 16f));
        }
    }

    [Fact]
    public void Not_a_number_has_no_p_value_and_is_no_outlier()
    {
        ConformalCalibration calibration = ConformalCalibration.FromScores([1f, 2f]);
        Assert.True(double.IsNaN(calibration.PValue(float.NaN)));
        double[] found = [7, 7, 7];
        calibration.PValues([float.NaN, 3f], found);
        Assert.Equal([double.NaN, 1.0 / 3, 7], found);
        Assert.False(DecisionRule.FromCalibration(calibration, 0.5).IsOutlier(float.NaN));
    }

    /// <summary>All n up to 60, all rates a/b with b up to 100, and the doubles just beside each.</summary>
    [Fact]
    public void P_is_at_most_the_rate_exactly_where_the_score_is_above_the_threshold()
    {
        double[] rates =
        [
            .. (from b in Enumerable.Range(2, 99) from a in Enumerable.Range(1, b - 1) select (double)a / b).Distinct()
                .SelectMany(rate => new[] { double.BitDecrement(rate), rate, double.BitIncrement(rate) }),
            1e-9, 1 - 1e-16, double.BitDecrement(1),
        ];
        for (int count = 1; count <= 60; count++)
        {
            // 1, 2, …, n, and the same with ties.
            foreach (int copies in new[] { 1, 3 })
            {
                ConformalCalibration calibration =
                    ConformalCalibration.FromScores([.. Enumerable.Range(0, count).Select(i => (float)(1 + i / copies))]);
                foreach (double rate in rates)
                {
                    if (count < ConformalCalibration.RequiredCount(rate))
                        continue;
                    DecisionRule decision = DecisionRule.FromCalibration(calibration, rate);
                    for (float o = 0.5f; o <= count + 1; o += 0.5f)
                    {
                        if (calibration.PValue(o) <= rate != decision.IsOutlier(o))
                            Assert.Fail($"n = {count}, rate {rate:R}: o = {o}, T = {decision.Threshold}, p = {calibration.PValue(o):R}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Rates_that_are_whole_shares_count_whole()
    {
        for (int places = 2; places <= 300; places++)
        {
            ConformalCalibration calibration =
                ConformalCalibration.FromScores([.. Enumerable.Range(1, places - 1).Select(i => (float)i)]);
            for (int k = 1; k < places; k++)
                Assert.Equal(places - k, calibration.Threshold((double)k / places)); // the k-th largest of 1 … n
        }

        // 0.29 · 100 is 28.999999999999996 in double, 0.07 · 100 is 7.000000000000001.
        ConformalCalibration hundred = ConformalCalibration.FromScores([.. Enumerable.Range(1, 99).Select(i => (float)i)]);
        Assert.Equal(100 - 29, hundred.Threshold(0.29));
        Assert.Equal(100 - 7, hundred.Threshold(0.07));
        Assert.Equal(19, ConformalCalibration.FromScores([.. Enumerable.Range(1, 19).Select(i => (float)i)]).Threshold(0.05));
    }

    [Fact]
    public void Required_count_is_the_fewest_with_which_a_row_can_be_an_outlier()
    {
        for (int places = 2; places <= 5000; places++)
        {
            double share = 1.0 / places;
            foreach (double rate in new[] { double.BitDecrement(share), share, double.BitIncrement(share) })
            {
                long needed = ConformalCalibration.RequiredCount(rate);
                Assert.True(1.0 / (needed + 1) <= rate && (needed == 1 || 1.0 / needed > rate), $"rate {rate:R}: {needed}");
            }
        }

        Assert.Equal(19, ConformalCalibration.RequiredCount(0.05));
        Assert.Equal(99, ConformalCalibration.RequiredCount(0.01));
        Assert.Equal(1, ConformalCalibration.RequiredCount(0.999));
        Assert.Equal(long.MaxValue, ConformalCalibration.RequiredCount(1e-300));
    }

    [Fact]
    public void Too_few_scores_are_told_how_many_are_needed()
    {
        ConformalCalibration calibration = ConformalCalibration.FromScores(new float[18]);
        var e = Assert.Throws<ArgumentException>(() => calibration.Threshold(0.05));
        Assert.StartsWith("18 calibration scores are too few for a false-alarm rate of 0.05; expected 19 or more (1/rate - 1).", e.Message);
        Assert.Throws<ArgumentException>(() => DecisionRule.FromCalibration(calibration, 0.05));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Rates_out_of_range_are_refused(double rate)
    {
        ConformalCalibration calibration = ConformalCalibration.FromScores([1f]);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => calibration.Threshold(rate)).Message;
        Assert.StartsWith($"the false-alarm rate is {rate}; expected a number above 0, below 1.", message);
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalCalibration.RequiredCount(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => BenjaminiHochberg.Select([], rate, []));
    }

    [Fact]
    public void Scores_that_cannot_be_are_refused()
    {
        Assert.Contains("no calibration scores", Message(() => ConformalCalibration.FromScores([])));
        Assert.StartsWith("calibration score 1 is NaN", Message(() => ConformalCalibration.FromScores([1f, float.NaN])));
        float infinity = float.PositiveInfinity;
        Assert.StartsWith($"calibration score 0 is {infinity}", Message(() => ConformalCalibration.FromScores([infinity])));
        Assert.Contains("room for 1 values; 2", Message(() => ConformalCalibration.FromScores([1f]).PValues([1f, 2f], new double[1])));
    }

    [Fact]
    public void Both_zeros_are_one_score()
    {
        ConformalCalibration calibration = ConformalCalibration.FromScores([0f, -0f, 0f, -0f]);
        Assert.All(calibration.Scores.ToArray(), score => Assert.Equal(0, BitConverter.SingleToInt32Bits(score)));
    }

    [Fact]
    public void Fitting_takes_the_models_own_scores()
    {
        var random = new Random(3);
        SupportVectorModel model = TestModels.Random(random, 20, 4, 0.5);
        float[,] rows = TestModels.RandomRows(random, 57, 4);
        ConformalCalibration calibration = ConformalCalibration.Fit(model, rows);
        Assert.Equal(model.Score(rows).Order(), calibration.Scores.ToArray());
        Assert.Equal(
            calibration.Scores.ToArray(),
            ConformalCalibration.Fit(model, rows, new BatchOptions { MaxDegreeOfParallelism = 1 }).Scores.ToArray());

        rows[5, 2] = float.NaN;
        Assert.StartsWith("calibration score 5 is NaN", Message(() => ConformalCalibration.Fit(model, rows)));
        Assert.Contains("have 3 features", Message(() => ConformalCalibration.Fit(model, new float[2, 3])));
        Assert.Contains("no calibration scores", Message(() => ConformalCalibration.Fit(model, new float[0, 4])));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => ConformalCalibration.Fit(model, new float[2, 4], new BatchOptions { CancellationToken = cancelled.Token }));
    }

    [Fact]
    public void Decision_rules_say_where_they_come_from()
    {
        ConformalCalibration calibration = ConformalCalibration.FromScores([1f, 2f, 3f]);
        DecisionRule conformal = DecisionRule.FromCalibration(calibration, 0.5);
        Assert.Equal((2f, ThresholdSource.Conformal, 0.5), (conformal.Threshold, conformal.Source, conformal.FalseAlarmRate));
        Assert.Same(calibration, conformal.Calibration);
        DecisionRule machine = DecisionRule.FromSupportVectorMachine(2f);
        Assert.Equal((2f, ThresholdSource.SupportVectorMachine, null), (machine.Threshold, machine.Source, machine.FalseAlarmRate));
        Assert.Null(machine.Calibration);
        foreach (DecisionRule rule in new[] { conformal, machine })
            Assert.Equal([false, true, true], new[] { 2f, MathF.BitIncrement(2f), float.PositiveInfinity }.Select(rule.IsOutlier));
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Thresholds_that_cannot_be_are_refused(float threshold) =>
        Assert.StartsWith($"the threshold is {threshold}", Message(() => DecisionRule.FromSupportVectorMachine(threshold)));

    [Fact]
    public void Negative_thresholds_of_a_calibration_are_refused() => Assert.StartsWith(
        "the threshold is -1", Message(() => DecisionRule.FromCalibration(ConformalCalibration.FromScores([-1f]), 0.5)));

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
