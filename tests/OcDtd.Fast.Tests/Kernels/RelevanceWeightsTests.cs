using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class RelevanceWeightsTests
{
    public static TheoryData<int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, bool>();
            foreach (int count in (int[])[1, 15, 16, 17, 255, 256, 257, 600, 5000])
            {
                cases.Add(count, true);
                cases.Add(count, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_width_gives_the_bits_of_the_reference(int count, bool clips)
    {
        var problem = new Problem(count, clips);
        (float[] expected, PassedOn passed) = problem.Compute(SimdWidth.Scalar);
        foreach (SimdWidth width in Widths.All)
        {
            (float[] found, PassedOn sums) = problem.Compute(width);
            Assert.Equal(expected, found);
            Assert.Equal(passed, sums);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_double_arithmetic_within_the_stated_error(int count, bool clips)
    {
        var problem = new Problem(count, clips);
        (float[] found, PassedOn passed) = problem.Compute(Simd.Active);
        RelevanceRow row = problem.Row;
        double weight = 0, residual = 0, largest = 0;
        for (int i = 0; i < count; i++)
        {
            double scaled = (double)row.Base + problem.Relative[i] + problem.Logs[i], p = (double)problem.Weights[i] * row.InverseSum;
            double expected = p * row.Share / Math.Max(scaled, row.Clip);

            // The three numbers γd² is the sum of are larger than it is: that error is the one its v brings.
            double lost = (Math.Abs(row.Base) + Math.Abs(problem.Relative[i])) / (1 << 24) / Math.Max(scaled, row.Clip);
            Assert.InRange(Math.Abs(found[i] - expected), 0, (RelevanceWeights.RelativeError + lost) * expected);
            weight += expected;
            residual += p * Math.Max(0, row.Outlierness - scaled);
            largest = Math.Max(largest, lost);
        }

        Assert.Equal(-1, found.AsSpan(count).IndexOfAnyExcept(0f));
        Assert.InRange(Math.Abs(passed.Weight / weight - 1), 0, 24.0 / (1 << 24) + largest);
        Assert.InRange(Math.Abs(passed.Residual - residual), 0, (24.0 / (1 << 24) + largest) * Math.Max(row.Clip, residual));
        Assert.True(clips || passed.Residual == 0);
    }

    [Fact]
    public void NaN_in_a_weight_is_NaN_in_the_sum()
    {
        var problem = new Problem(40, clips: true);
        problem.Weights[20] = float.NaN;
        foreach (SimdWidth width in Widths.All)
            Assert.True(double.IsNaN(problem.Compute(width).Sums.Weight));
    }

    /// <summary>A row with o in the middle of its γd², so that some are clipped and others are not.</summary>
    private sealed class Problem
    {
        internal Problem(int count, bool clips)
        {
            var random = new Random(count);
            int padded = (count + 15) / 16 * 16;
            (Relative, Logs, Weights) = (new float[padded], new float[padded], new float[padded]);
            Relative.AsSpan().Fill(float.PositiveInfinity);
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                Relative[i] = 5 * random.NextSingle() - 1;
                Logs[i] = -2 * random.NextSingle();
                Weights[i] = MathF.Exp(-1 - Relative[i]);
                sum += Weights[i];
            }

            Row = new RelevanceRow(
                4, (float)(1 / sum), clips ? 4.5f : float.NegativeInfinity, 0.7f * 4.5f, clips ? 4.5f : 0);
        }

        internal float[] Relative { get; }

        internal float[] Logs { get; }

        internal float[] Weights { get; }

        internal RelevanceRow Row { get; }

        internal (float[] Weights, PassedOn Sums) Compute(SimdWidth width)
        {
            float[] weights = [.. Weights];
            return (weights, RelevanceWeights.Compute(width, Relative, Logs, weights, Row));
        }
    }
}
