using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Tests.Training.Svm;

public class OneClassSvmTests
{
    public static TheoryData<int> Problems => [.. Enumerable.Range(0, SvmProblem.All.Count)];

    [Theory]
    [MemberData(nameof(Problems))]
    public void Optimality_holds_to_the_tolerance_in_plain_double(int index)
    {
        SvmProblem problem = SvmProblem.All[index];
        foreach ((double tolerance, long? memory) in new (double, long?)[] { (1e-3, null), (1e-6, null), (1e-8, null), (1e-3, 1 << 16), (1e-8, 1 << 16) })
        {
            OneClassSvmFit fit = problem.Fit(tolerance, memory);
            var plain = new PlainDual(problem, fit.TrainingCoefficients);

            // What is left out of a sparse matrix may add 2 %, float32 kernel values a rounding each.
            Assert.True(plain.Violation() <= 1.02 * tolerance + (tolerance < 1e-6 ? 0 : 3e-7), $"{problem.Name}: {plain.Violation()} at {tolerance}");
            Assert.Equal(1, fit.TrainingCoefficients.ToArray().Sum(), 1e-12);
            Assert.All(fit.TrainingCoefficients.ToArray(), a => Assert.InRange(a, 0, fit.UpperBound));
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void The_duality_gap_bounds_what_is_left(int index)
    {
        SvmProblem problem = SvmProblem.All[index];
        OneClassSvmFit rough = problem.Fit(1e-3), exact = problem.Fit(1e-8);
        double rounding = 3e-7 * exact.Objective; // of float32 kernel values
        Assert.True(rough.Objective - exact.Objective <= rough.OptimalityGap + rounding);
        Assert.True(rough.OptimalityGap <= 1.01e-6 * rough.Objective, $"{rough.OptimalityGap / rough.Objective}");
        Assert.Equal(new PlainDual(problem, rough.TrainingCoefficients).Mean / 2, rough.Objective, 1e-6 * rough.Objective);
    }

    [Fact]
    public void Nu_bounds_the_rows_outside_from_above_and_the_support_vectors_from_below()
    {
        SvmProblem problem = Normal(500, 3);
        foreach (double nu in new[] { 0.01, 0.1, 0.5, 0.9 })
        {
            OneClassSvmFit fit = (problem with { Nu = nu }).Fit(1e-6);
            float[] scores = fit.Model.Score(problem.Rows);
            Assert.InRange(scores.Count(o => o > fit.Threshold + 1e-5), 0, nu * 500);
            Assert.True(fit.Model.SupportVectorCount >= nu * 500 - 1e-9);
        }
    }

    [Fact]
    public void A_row_on_the_boundary_scores_the_threshold()
    {
        SvmProblem problem = Normal(300, 4);
        OneClassSvmFit fit = problem.Fit(1e-6);
        int free = fit.TrainingCoefficients.ToArray().ToList().FindIndex(a => a > 0 && a < fit.UpperBound);
        Assert.Equal(fit.Threshold, fit.Model.Score(problem.Rows.GetRowSpan(free)), 1e-4);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        SvmProblem problem = Normal(700, 20) with { Gamma = 0.02 };
        foreach (long memory in new long[] { 1 << 30, 1 << 17 })
        {
            OneClassSvmFit one = Fit(problem, o => o with { MaxDegreeOfParallelism = 1, MemoryLimit = memory });
            OneClassSvmFit many = Fit(problem, o => o with { MaxDegreeOfParallelism = 7, MemoryLimit = memory });
            Assert.Equal(one.TrainingCoefficients.ToArray(), many.TrainingCoefficients.ToArray());
            Assert.Equal(BitConverter.DoubleToInt64Bits(one.Rho), BitConverter.DoubleToInt64Bits(many.Rho));
            Assert.Equal(one.Iterations, many.Iterations);
            Assert.Equal(one.KernelEvaluations, many.KernelEvaluations);
        }
    }

    [Theory]
    [InlineData(1 << 30, 30, KernelStorage.Dense)]
    [InlineData(1 << 17, 300, KernelStorage.Sparse)]
    [InlineData(1 << 17, 0.01, KernelStorage.Streamed)]
    public void The_matrix_is_held_as_memory_allows(long memory, double gamma, KernelStorage expected)
    {
        OneClassSvmFit fit = Fit(Normal(600, 5) with { Gamma = gamma }, o => o with { MemoryLimit = memory });
        Assert.Equal(expected, fit.Storage);
        Assert.True(fit.Converged);
    }

    [Fact]
    public void A_dense_matrix_is_computed_by_halves()
    {
        OneClassSvmFit fit = Normal(600, 5).Fit(1e-3);
        Assert.Equal(600L * 601 / 2, fit.KernelEvaluations);
    }

    [Fact]
    public void A_warm_start_ends_at_the_same_optimum_in_fewer_steps()
    {
        SvmProblem problem = Normal(2000, 6) with { Nu = 0.3 };
        OneClassSvmFit cold = problem.Fit(1e-6);
        double[] start = cold.TrainingCoefficients.ToArray();
        OneClassSvmFit again = Fit(problem, o => o with { Tolerance = 1e-6, WarmStart = start });
        OneClassSvmFit near = Fit(problem with { Nu = 0.29 }, o => o with { Tolerance = 1e-6, WarmStart = start });
        OneClassSvmFit nearCold = (problem with { Nu = 0.29 }).Fit(1e-6);
        Assert.True(again.Iterations < cold.Iterations / 20, $"{again.Iterations} of {cold.Iterations}");
        Assert.True(near.Iterations < nearCold.Iterations, $"{near.Iterations} of {nearCold.Iterations}");
        Assert.Equal(nearCold.Objective, near.Objective, 2e-6 * nearCold.Objective);
    }

    [Theory]
    [InlineData(100, 0.58)]
    [InlineData(1300, 0.7)]
    [InlineData(57, 0.9999999)]
    public void A_warm_start_on_the_verge_of_its_bound_ends(int rows, double nu)
    {
        SvmProblem problem = Normal(rows, 2) with { Nu = nu };
        double[] start = new double[rows];
        start[0] = 1;
        start.AsSpan(1, Math.Min(rows - 1, (int)(nu * rows))).Fill(0.1);
        OneClassSvmFit fit = Fit(problem, o => o with { WarmStart = start });
        Assert.True(fit.Converged);
        Assert.Equal(problem.Fit(1e-3).Objective, fit.Objective, 2e-6 * fit.Objective);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    public void Kernels_that_are_nearly_all_one_are_told_apart(double width)
    {
        SvmProblem problem = Normal(120, 3) with { Gamma = width };
        foreach (double tolerance in new[] { 1e-3, 1e-8 })
        {
            OneClassSvmFit fit = problem.Fit(tolerance);
            Assert.True(fit.Converged);

            // In 1 − K, which is what differs: Σa_i = 1, so that a constant is nothing.
            double[] a = fit.TrainingCoefficients.ToArray(), lack = new double[120];
            for (int i = 0; i < 120; i++)
            {
                for (int j = 0; j < 120; j++)
                {
                    double squared = Enumerable.Range(0, 3).Sum(k => Math.Pow((double)problem.Rows[i, k] - problem.Rows[j, k], 2));
                    double t = width * squared;
                    lack[i] += a[j] * (t - t * t / 2 + t * t * t / 6);
                }
            }

            double mean = a.Zip(lack, (x, y) => x * y).Sum();
            double smallest = Enumerable.Range(0, 120).Where(i => a[i] > 0).Min(i => lack[i]);
            double largest = Enumerable.Range(0, 120).Where(i => a[i] < fit.UpperBound).Max(i => lack[i]);
            Assert.True(largest - smallest <= Math.Max(1.1 * tolerance, 1e-13 / width) * mean, $"{(largest - smallest) / mean} at {tolerance}");
        }
    }

    [Fact]
    public void Sparse_and_dense_have_the_same_objective()
    {
        SvmProblem problem = Normal(600, 5) with { Gamma = 40 };
        OneClassSvmFit dense = problem.Fit(1e-3), sparse = problem.Fit(1e-3, 1 << 18);
        Assert.Equal((KernelStorage.Dense, KernelStorage.Sparse), (dense.Storage, sparse.Storage));
        Assert.Equal(dense.Objective, sparse.Objective, 1.2e-6 * dense.Objective);
    }

    [Fact]
    public void One_row_is_its_own_model()
    {
        OneClassSvmFit fit = OneClassSvm.Fit(new float[,] { { 1, 2 } }, 0.5);
        Assert.Equal([1.0], fit.TrainingCoefficients.ToArray());
        Assert.Equal(0, fit.Threshold);
        Assert.True(fit.Converged);
    }

    [Fact]
    public void Rows_that_are_all_alike_are_a_point()
    {
        OneClassSvmFit fit = OneClassSvm.Fit(new float[40, 3], 2);
        Assert.True(fit.Converged);
        Assert.Equal(0, fit.Model.Score(new float[3]), 6);
        Assert.Equal(1, fit.Rho, 1e-12);
    }

    [Fact]
    public void Where_nu_n_is_below_one_a_single_row_may_carry_all()
    {
        SvmProblem problem = Normal(50, 2) with { Nu = 0.001 };
        OneClassSvmFit fit = problem.Fit(1e-6);
        Assert.True(fit.UpperBound > 1);
        Assert.True(fit.Converged);
        Assert.DoesNotContain(fit.Model.Score(problem.Rows), o => o > fit.Threshold + 1e-4);
    }

    [Fact]
    public void At_nu_one_all_coefficients_are_equal_and_no_training_row_lies_inside()
    {
        SvmProblem problem = Normal(60, 3) with { Nu = 1 };
        OneClassSvmFit fit = problem.Fit(1e-3);
        Assert.All(fit.TrainingCoefficients.ToArray(), a => Assert.Equal(1.0 / 60, a));
        Assert.True(double.IsFinite(fit.Threshold));
        Assert.Equal(fit.Model.Score(problem.Rows).Min(), fit.Threshold, 1e-5);
    }

    [Fact]
    public void Steps_can_be_limited_and_that_is_said()
    {
        OneClassSvmFit fit = Fit(Normal(2000, 6), o => o with { MaxIterations = 1 });
        Assert.False(fit.Converged);
        Assert.Equal(1, fit.Iterations);
        Assert.True(fit.Violation > 1e-3);
        Assert.Equal(1, fit.TrainingCoefficients.ToArray().Sum(), 1e-12);
    }

    [Theory]
    [InlineData(TrainingStage.Kernel, 1 << 30, 0.5)]
    [InlineData(TrainingStage.Solving, 1 << 30, 0.5)]
    [InlineData(TrainingStage.Kernel, 1 << 17, 300)]
    [InlineData(TrainingStage.Kernel, 1 << 17, 0.01)]
    [InlineData(TrainingStage.Solving, 1 << 17, 0.01)]
    public void Cancelling_ends_it(TrainingStage stage, long memory, double gamma)
    {
        using var source = new CancellationTokenSource();
        var progress = new Reporter(p =>
        {
            if (p.Stage == stage)
                source.Cancel();
        });
        SvmProblem problem = Normal(3000, 6);
        Assert.ThrowsAny<OperationCanceledException>(() => OneClassSvm.Fit(
            problem.Rows, gamma, o => o with { Progress = progress, MemoryLimit = memory, MaxDegreeOfParallelism = 4 }, source.Token));
    }

    [Fact]
    public void Progress_goes_from_kernel_to_solved()
    {
        var seen = new List<TrainingProgress>();
        Fit(Normal(3000, 6), o => o with { Progress = new Reporter(seen.Add) });
        Assert.Equal(TrainingStage.Kernel, seen[0].Stage);
        Assert.Equal(TrainingStage.Solving, seen[^1].Stage);
        Assert.Equal(1, seen[^1].Fraction);
        Assert.All(seen, p => Assert.InRange(p.Fraction, 0, 1));
        Assert.True(seen.Count(p => p.Stage == TrainingStage.Kernel) > 20);
    }

    [Theory]
    [InlineData(0, "nu is 0;")]
    [InlineData(1.5, "nu is 1.5;")]
    [InlineData(double.NaN, "nu is NaN;")]
    public void A_bad_nu_is_named(double nu, string message) => AssertRefused(o => o with { Nu = nu }, message);

    [Theory]
    [InlineData(1e-9, "tolerance is 1E-09; expected 1E-8 to 0.1.")]
    [InlineData(1, "tolerance is 1;")]
    public void A_bad_tolerance_is_named(double tolerance, string message) => AssertRefused(o => o with { Tolerance = tolerance }, message);

    [Fact]
    public void Other_bad_options_are_named()
    {
        AssertRefused(o => o with { MemoryLimit = 1000 }, "MemoryLimit is 1000 bytes; expected 65536 or more.");
        AssertRefused(o => o with { MaxIterations = -1 }, "MaxIterations is -1;");
        AssertRefused(o => o with { WarmStart = new double[3] }, "the warm start has 3 coefficients for 20 rows;");
        AssertRefused(o => o with { WarmStart = Enumerable.Repeat(-1.0, 20).ToArray() }, "the warm start holds -1;");
    }

    [Fact]
    public void Bad_rows_and_widths_are_named()
    {
        Assert.Contains("samples are 0 × 3", Assert.Throws<ArgumentException>(() => OneClassSvm.Fit(new float[0, 3], 1)).Message);
        float one = 0;
        var huge = ReadOnlySpan2D<float>.DangerousCreate(in one, 1 << 20, 1 << 12, 0); // refused before it is read
        Assert.Contains("an array holds at most", Refusal(huge));
        Assert.Contains("gamma is -1", Assert.Throws<ArgumentOutOfRangeException>(() => OneClassSvm.Fit(new float[2, 3], -1)).Message);
        Assert.Contains("sample 1, feature 2 is NaN", Assert.Throws<ArgumentException>(() => OneClassSvm.Fit(new float[,] { { 1, 2, 3 }, { 1, 2, float.NaN } }, 1)).Message);
    }

    private static string Refusal(ReadOnlySpan2D<float> rows)
    {
        try
        {
            OneClassSvm.Fit(rows, 1);
            return "";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private static void AssertRefused(Func<OneClassSvmOptions, OneClassSvmOptions> configure, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Fit(Normal(20, 2), configure)).Message);

    private static OneClassSvmFit Fit(SvmProblem problem, Func<OneClassSvmOptions, OneClassSvmOptions> configure) =>
        OneClassSvm.Fit(problem.Rows, problem.Gamma, o => configure(o with { Nu = problem.Nu }));

    private static SvmProblem Normal(int rows, int features)
    {
        var random = new Random(7);
        float[,] values = new float[rows, features];
        foreach (ref float value in values.AsSpan())
            value = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        return new SvmProblem("normal", values, 0.5, 0.1);
    }

    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            lock (report)
                report(value);
        }
    }
}
