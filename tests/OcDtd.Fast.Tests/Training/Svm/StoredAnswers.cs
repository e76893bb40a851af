using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Training.Svm;

/// <summary>What libsvm answered to <see cref="SvmProblem.All"/>, kept in the repository for machines that lack it.</summary>
/// <remarks>OCDTD_WRITE_ANSWERS=1 lets <see cref="LibsvmTests"/> write them again, with the libsvm that is installed.</remarks>
internal static class StoredAnswers
{
    private const string Random = "random.json";
    private const string Digits = "digits.json";

    private static readonly Lazy<Dictionary<string, Answer>> s_random = new(() => Read<Answer>(Random).ToDictionary(answer => answer.Problem));
    private static readonly Lazy<DigitAnswer[]> s_digits = new(() => Read<DigitAnswer>(Digits));

    internal static bool MayWrite => Environment.GetEnvironmentVariable("OCDTD_WRITE_ANSWERS") == "1";

    /// <summary>Answers to all 5,958 training rows of MNIST's digit 2.</summary>
    internal static DigitAnswer[] ToDigits => s_digits.Value;

    /// <summary>The answer to a problem, whose rows must be those that libsvm saw.</summary>
    internal static Answer To(SvmProblem problem)
    {
        Answer answer = s_random.Value[problem.Name];
        Assert.Equal(answer.RowsSha256, Digest(problem.Rows));
        return answer;
    }

    internal static Answer Ask(SvmProblem problem)
    {
        (double[] coefficients, double rho) = Libsvm.Train(problem.Doubles(), problem.Gamma, problem.Nu, tolerance: 1e-8);
        return new Answer(problem.Name, Digest(problem.Rows), Short(rho), Array.ConvertAll(coefficients, Short));
    }

    internal static DigitAnswer AskDigits(SvmProblem problem)
    {
        (double[] coefficients, double rho) = Libsvm.Train(problem.Doubles(), problem.Gamma, problem.Nu, tolerance: 1e-8);
        var dual = new PlainDual(problem, coefficients);
        double[] values = [.. dual.Gradient.Where((_, i) => i % DigitAnswer.Step == 0).Select(Short)];
        return new DigitAnswer(problem.Gamma, problem.Nu, Digest(problem.Rows), Short(rho), Short(dual.Mean), Short(dual.Violation()), values);
    }

    internal static void Write(IEnumerable<Answer> answers) => Write(Random, answers);

    internal static void Write(IEnumerable<DigitAnswer> answers) => Write(Digits, answers);

    private static T[] Read<T>(string name) => JsonSerializer.Deserialize<T[]>(File.ReadAllText(FilePath(name)))!;

    private static void Write<T>(string name, IEnumerable<T> answers) =>
        File.WriteAllText(FilePath(name), "[\n" + string.Join(",\n", answers.Select(answer => JsonSerializer.Serialize(answer))) + "\n]\n");

    private static string FilePath(string name) => Path.Combine(SharedFiles.RepositoryRoot, "tests", "libsvm-answers", name);

    /// <summary>Fourteen digits: far more than float32 kernels are good for.</summary>
    private static double Short(double value) => double.Parse(value.ToString("g14", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    internal static string Digest(float[,] rows) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref rows[0, 0], rows.Length))));
}

/// <summary>One answer: ρ and coefficients in the normalisation Σa_i = 1.</summary>
internal sealed record Answer(string Problem, string RowsSha256, double Rho, double[] Coefficients);

/// <summary>One answer to many rows: ρ, aᵀKa, how well libsvm met its own conditions, and Σ_j a_j·K_ij of every 50th row.</summary>
internal sealed record DigitAnswer(double Gamma, double Nu, string RowsSha256, double Rho, double Mean, double Violation, double[] Values)
{
    internal const int Step = 50;
}
