namespace OcDtd.Fast.Data.Tests;

/// <summary>Texts of libsvm models.</summary>
internal static class LibsvmText
{
    /// <summary>As svm-train wrote them (-s 2 -t 2 -g 0.5 -n 0.5); the second support vector is zero in all features.</summary>
    private static readonly string[] s_good =
    [
        "svm_type one_class",
        "kernel_type rbf",
        "gamma 0.5",
        "nr_class 2",
        "total_sv 4",
        "rho 1.082012680581836",
        "SV",
        "0.73519131109969438 1:0.5 3:-1.25 ",
        "0.51430381914045231 ",
        "0.81190392442872839 2:2 ",
        "0.43860094533112504 1:1 2:1 3:0.1 ",
    ];

    internal static string Good => Text(s_good);

    internal static float[,] SupportVectors => new[,] { { 0.5f, 0, -1.25f }, { 0, 0, 0 }, { 0, 2, 0 }, { 1, 1, 0.1f } };

    internal static double[] Coefficients => [0.73519131109969438, 0.51430381914045231, 0.81190392442872839, 0.43860094533112504];

    /// <summary>The good text with something else on one line, counted from 1.</summary>
    internal static string With(int line, string text) => Text(s_good.Select((good, i) => i == line - 1 ? text : good));

    /// <summary>The good text without one line, counted from 1.</summary>
    internal static string Without(int line) => Text(s_good.Where((_, i) => i != line - 1));

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
