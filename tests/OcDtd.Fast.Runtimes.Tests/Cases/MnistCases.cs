using OcDtd.Fast.Data;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Runtimes.Tests.Cases;

/// <summary>Models of MNIST's digit 2, every kind, sharp and smooth, on all 10,000 test images.</summary>
/// <remarks>
/// Two things are asked of some images only, drawn by seed: the second relevance rule, and relevance of global Times, whose 10,000
/// virtual support vectors would keep the plain formulas busy for a minute. Its scores are compared for all.
/// </remarks>
internal static class MnistCases
{
    /// <summary>MNIST's test images.</summary>
    internal const int AllRows = 10_000;

    /// <summary>m and n: the support vectors that a member keeps.</summary>
    private const int SupportVectors = 100;

    /// <summary>Rows where not all are asked for.</summary>
    private const int FewRows = 500;

    /// <summary>The thesis author's γ and a smooth one, under which all support vectors carry weight.</summary>
    private static readonly double[] s_gammas = [1.2648552168552958, 0.12856];

    internal static IEnumerable<RuntimeCase> All()
    {
        float[,] test = Read("t10k-images-idx3-ubyte.gz", null);
        float[,] few = MemberRows.Take(test, MemberRows.Draw(MemberSplit.Halves, AllRows, AllRows / FewRows, seed: 0)[0]);
        float[,] twos = Read("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
        foreach (double gamma in s_gammas)
        {
            foreach ((string name, OneClassModel model) in Models(twos, gamma))
            {
                string title = $"{name}, γ {gamma:0.#####}";
                yield return Make($"{title}, conservative, {FewRows} rows", model, RelevanceRule.Conservative, few);
                if (model is GlobalTimesEnsemble times)
                {
                    yield return Make($"{title}, thesis, {FewRows} rows", model, RelevanceRule.Thesis, few);
                    yield return Make($"{title}, scores", model, RelevanceRule.Thesis, test, () => OracleAnswers.AskScores(times, test));
                }
                else
                {
                    yield return Make($"{title}, thesis", model, RelevanceRule.Thesis, test);
                }
            }
        }
    }

    private static RuntimeCase Make(
        string name, OneClassModel model, RelevanceRule rule, float[,] rows, Func<OracleAnswers>? ask = null) => new(
        name,
        model,
        new ModelDescription { Rule = rule, Shape = new SampleShape(28, 28) },
        rows,
        ask ?? (() => OracleAnswers.Ask(model, rows, rule)));

    /// <summary>A one-class SVM on one half of the 2s and a density of the other, and what they make together.</summary>
    private static IEnumerable<(string Name, OneClassModel Model)> Models(float[,] twos, double gamma)
    {
        int[][] halves = MemberRows.Draw(MemberSplit.Halves, 3000, 2, seed: 0);
        SupportVectorModel machine = TopSupportVectors.Keep(
            OneClassSvm.Fit(MemberRows.Take(twos, halves[0]), gamma, o => o with { Nu = 0.2 }).Model, SupportVectors, 1e-3, seed: 0);
        SupportVectorModel density = KernelDensity.Fit(MemberRows.Take(twos, halves[1].AsSpan(0, SupportVectors)), gamma);
        return
        [
            ("SVM", machine),
            ("KDE", density),
            ("bagging", new BaggingEnsemble(machine, density)),
            ("global Times", new GlobalTimesEnsemble(machine, density)),
            ("local Times", new LocalTimesEnsemble(machine, density, SupportVectors / 10)),
        ];
    }

    /// <summary>All images of a file, or those of digit 2.</summary>
    private static float[,] Read(string images, string? labels)
    {
        using DataTable table = DataReader.Read(SharedFiles.Data("mnist/" + images));
        if (labels is null)
            return table.Rows.ToArray();

        int[] digits = DataReader.ReadLabels(SharedFiles.Data("mnist/" + labels));
        return MemberRows.Take(table.Rows, [.. Enumerable.Range(0, digits.Length).Where(i => digits[i] == 2)]);
    }
}
