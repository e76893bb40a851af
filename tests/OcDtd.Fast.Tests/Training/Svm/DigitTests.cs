using OcDtd.Fast.Data;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Training.Svm;

/// <summary>The solver against libsvm at tolerance 10⁻⁸ on MNIST's 2s.</summary>
public class DigitTests
{
    private static readonly (double Gamma, double Nu)[] s_settings = [(0.1286, 0.5), (1.2648552, 0.0037), (0.02, 0.05)];
    private static readonly double[] s_tolerances = [1e-3, 1e-6];

    [SkippableFact]
    public void All_twos_as_libsvm_answered()
    {
        float[,] rows = Twos(int.MaxValue);
        if (StoredAnswers.MayWrite)
            StoredAnswers.Write(s_settings.Select(s => StoredAnswers.AskDigits(new SvmProblem("twos", rows, s.Gamma, s.Nu))));
        Assert.Equal(s_settings.Length, StoredAnswers.ToDigits.Length);
        foreach (DigitAnswer answer in StoredAnswers.ToDigits)
        {
            Assert.Equal(answer.RowsSha256, StoredAnswers.Digest(rows));
            foreach (double tolerance in s_tolerances)
                AssertAgrees(new SvmProblem("twos", rows, answer.Gamma, answer.Nu), tolerance, answer);
        }
    }

    [SkippableFact]
    public void The_first_1000_twos_as_libsvm_answers_now()
    {
        SharedFiles.SkipUnless(Libsvm.IsPresent, "libsvm.so.3 (Debian's libsvm3) is absent.");
        float[,] rows = Twos(1000);
        foreach ((double gamma, double nu) in s_settings)
        {
            var problem = new SvmProblem("1000 twos", rows, gamma, nu);
            DigitAnswer answer = StoredAnswers.AskDigits(problem);
            foreach (double tolerance in s_tolerances)
                AssertAgrees(problem, tolerance, answer);
        }
    }

    private static void AssertAgrees(SvmProblem problem, double tolerance, DigitAnswer answer)
    {
        OneClassSvmFit fit = problem.Fit(tolerance);
        Assert.True(fit.Converged);
        Assert.True(2 * fit.Objective <= answer.Mean * (1 + 1e-6), $"{fit.Objective}, libsvm's {answer.Mean / 2}");

        // libsvm's kernel is float32, and its tolerance is on a scale of its own: it may itself be off by this.
        double allowed = (tolerance + 2 * answer.Violation + 1e-7) * answer.Mean;
        Assert.Equal(answer.Rho, fit.Rho, allowed);
        float[] outlierness = fit.Model.Score(problem.Rows);
        for (int i = 0; i < answer.Values.Length; i++)
        {
            // A float32 score: e^−o of o ≈ 8 carries its rounding.
            double value = Math.Exp(-outlierness[i * DigitAnswer.Step]);
            Assert.Equal(answer.Values[i], value, allowed + 1e-5 * Math.Max(1, outlierness[i * DigitAnswer.Step]) * answer.Mean); // a score's own promise
        }
    }

    /// <summary>The first <paramref name="most"/> training rows of digit 2.</summary>
    private static float[,] Twos(int most)
    {
        using DataTable table = DataReader.Read(SharedFiles.Data("mnist/train-images-idx3-ubyte.gz"));
        int[] labels = DataReader.ReadLabels(SharedFiles.Data("mnist/train-labels-idx1-ubyte.gz"));
        int[] twos = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == 2).Take(most)];
        return MemberRows.Take(table.Rows, twos);
    }
}
