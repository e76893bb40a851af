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
    private static readonly Lazy<Dictionary<string, Answer>> s_all = new(() =>
        JsonSerializer.Deserialize<Answer[]>(File.ReadAllText(FilePath))!.ToDictionary(answer => answer.Problem));

    internal static bool MayWrite => Environment.GetEnvironmentVariable("OCDTD_WRITE_ANSWERS") == "1";

    private static string FilePath => Path.Combine(SharedFiles.RepositoryRoot, "tests", "libsvm-answers", "random.json");

    /// <summary>The answer to a problem, whose rows must be those that libsvm saw.</summary>
    internal static Answer To(SvmProblem problem)
    {
        Answer answer = s_all.Value[problem.Name];
        Assert.Equal(answer.RowsSha256, Digest(problem.Rows));
        return answer;
    }

    internal static Answer Ask(SvmProblem problem)
    {
        (double[] coefficients, double rho) = Libsvm.Train(problem.Doubles(), problem.Gamma, problem.Nu, tolerance: 1e-8);
        return new Answer(problem.Name, Digest(problem.Rows), Short(rho), Array.ConvertAll(coefficients, Short));
    }

    internal static void Write(IEnumerable<Answer> answers) =>
        File.WriteAllText(FilePath, "[\n" + string.Join(",\n", answers.Select(answer => JsonSerializer.Serialize(answer))) + "\n]\n");

    /// <summary>Fourteen digits: far more than float32 kernels are good for.</summary>
    private static double Short(double value) => double.Parse(value.ToString("g14", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Digest(float[,] rows) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref rows[0, 0], rows.Length))));
}

/// <summary>One answer: ρ and coefficients in the normalisation Σa_i = 1.</summary>
internal sealed record Answer(string Problem, string RowsSha256, double Rho, double[] Coefficients);
