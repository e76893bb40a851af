using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Training.Svm;

/// <summary>
/// The solver against libsvm run at tolerance 10⁻⁸: on data drawn at random, from "every row its own" to "all alike" and ν from 0.001 to 0.9.
/// </summary>
public class LibsvmTests
{
    public static TheoryData<int> Problems => [.. Enumerable.Range(0, SvmProblem.All.Count)];

    [Fact]
    public void There_are_thirty_problems_or_more() => Assert.True(SvmProblem.All.Count >= 30);

    [Fact]
    public void Stored_answers_are_what_libsvm_says()
    {
        if (StoredAnswers.MayWrite)
            StoredAnswers.Write(SvmProblem.All.Select(StoredAnswers.Ask));
        if (!Libsvm.IsPresent)
            return; // the stored answers stand for it; where everything is asked for, the next test fails

        foreach (SvmProblem problem in SvmProblem.All)
        {
            var stored = new PlainDual(problem, StoredAnswers.To(problem).Coefficients);
            var live = new PlainDual(problem, StoredAnswers.Ask(problem).Coefficients);
            Assert.Equal(stored.Mean, live.Mean, 1e-7 * stored.Mean);
        }
    }

    [SkippableFact]
    public void Libsvm_is_here() => SharedFiles.SkipUnless(Libsvm.IsPresent, "libsvm.so.3 (Debian's libsvm3) is absent; its stored answers are used.");

    [Theory]
    [MemberData(nameof(Problems))]
    public void Objective_boundary_and_decision_values_are_libsvms(int index)
    {
        SvmProblem problem = SvmProblem.All[index];
        Answer answer = StoredAnswers.To(problem);
        var theirs = new PlainDual(problem, answer.Coefficients);
        foreach ((double tolerance, long? memory) in Ways)
        {
            OneClassSvmFit fit = problem.Fit(tolerance, memory);
            var ours = new PlainDual(problem, fit.TrainingCoefficients);
            Assert.True(fit.Converged);
            Assert.True(ours.Mean <= theirs.Mean * (1 + 1e-6), $"{problem.Name}: objective {ours.Mean / 2}, libsvm's {theirs.Mean / 2}.");

            // libsvm's kernel is float32, and its tolerance is on a scale of its own: it may itself be off by this.
            double allowed = (tolerance + 2 * theirs.Violation() + 1e-7) * ours.Mean;
            AssertNear(answer.Rho, fit.Rho, allowed, $"{problem.Name} at {tolerance}: ρ");
            for (int i = 0; i < problem.Count; i++)
                AssertNear(theirs.Gradient[i], ours.Gradient[i], allowed, $"{problem.Name} at {tolerance}: row {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void The_same_rows_are_at_a_bound_where_the_gradient_is_clear_of_the_tolerance(int index)
    {
        SvmProblem problem = SvmProblem.All[index];
        Answer answer = StoredAnswers.To(problem);
        var theirs = new PlainDual(problem, answer.Coefficients);
        foreach ((double tolerance, long? memory) in Ways)
        {
            OneClassSvmFit fit = problem.Fit(tolerance, memory);
            double clear = 2 * (tolerance + 2 * theirs.Violation() + 1e-7) * theirs.Mean;
            for (int i = 0; i < problem.Count; i++)
            {
                double above = theirs.Gradient[i] - answer.Rho;
                if (above > clear)
                    Assert.Equal(0, fit.TrainingCoefficients[i]);
                if (above < -clear)
                    Assert.Equal(fit.UpperBound, fit.TrainingCoefficients[i]);
            }
        }
    }

    /// <summary>float32 and float64 kernels; all of the matrix, and (64 kB) its larger entries or a part at a time.</summary>
    private static (double Tolerance, long? Memory)[] Ways =>
        [(1e-3, null), (1e-6, null), (1e-8, null), (1e-3, 1 << 16), (1e-6, 1 << 16), (1e-8, 1 << 16)];

    private static void AssertNear(double expected, double found, double allowed, string what) =>
        Assert.True(Math.Abs(expected - found) <= allowed, $"{what} is {found}, libsvm's {expected}; they may differ by {allowed:g3}.");
}
