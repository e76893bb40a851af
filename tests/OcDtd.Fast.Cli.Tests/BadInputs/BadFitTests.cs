using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests.BadInputs;

/// <summary>What fit cannot train, scale or calibrate with, and what import cannot calibrate with.</summary>
public sealed class BadFitTests
{
    private const string Svm = "fit @x.npy -o @out --gamma 1 --estimator ocsvm ";
    private const string Fit = "fit @x.npy -o @out --gamma 1 ";
    private const string Import = "import --support-vectors @u.npy --dual-coef @a.npy --gamma 1 -o @out ";

    private static readonly BadInput[] s_cases =
    [
        .. from nu in new[] { "0", "-0.1", "1.01", "NaN", "inf", "half" }
           select Plain($"nu {nu}", Svm + $"--nu {nu}", "--nu", $"'{nu}'", "above 0, at most 1"),
        Plain("second nu", Svm + "--ensemble bagging --nu 0.1,2", "--nu is '2'", "above 0, at most 1"),
        .. from tolerance in new[] { "0", "-1", "1E-09", "0.2", "1", "NaN" }
           select Plain($"tolerance {tolerance}", Svm + $"--tolerance {tolerance}", $"--tolerance is {tolerance};", "expected 1E-08 to 0.1"),
        .. from memory in new[] { "0", "-5" }
           select Plain($"kernel memory {memory}", Svm + $"--kernel-memory {memory}", $"--kernel-memory is {memory};", "1 or more"),
        .. from top in new[] { "0", "-1" }
           select Plain($"top {top}", Fit + $"--top-support-vectors {top}", $"--top-support-vectors is {top};", "1 or more"),
        Plain("second gamma", "fit @x.npy -o @out --ensemble bagging --gamma median,0", "--gamma is '0'", "above 0"),
        Plain("second gamma empty", "fit @x.npy -o @out --ensemble bagging --gamma 1,", "--gamma is ''", "above 0", "neighbor-mass", "loo"),
        Plain("rule that is none", "fit @x.npy -o @out --gamma average", "--gamma is 'average'", "above 0", "neighbor-mass", "median", "loo"),

        .. from rule in GammaRules.Names
           select Rows($"one row by {rule}", 1, $"--gamma {rule}", "samples are 1 × 3", $"gamma by {rule}", "at least two rows and one feature"),
        Rows("one row for an SVM", 1, "--estimator ocsvm", "gamma by neighbor-mass", "at least two rows"),
        new("equal entries by scale", static f => f.Write("same.csv", Lines(25, "3,3,3")), "fit @same.csv -o @out --gamma scale",
            "same.csv", "variance of all entries, which is 0", "all 75 of them are 3", "two different ones"),
        Rows("equal rows by median", 25, "--gamma median", "median squared distance, which is 0", "300 of 300 pairs", "Fewer than half may"),
        Rows("equal rows by perplexity", 25, "--gamma perplexity", "No gamma", "perplexity of 6.25", "few that coincide"),
        Rows("equal rows by loo", 25, "--gamma loo", "without bound", "25 rows coincides", "At least one row that does not"),
        Rows("equal rows by unsquared mass", 25, "--gamma neighbor-mass-unsquared", "Every gamma", "different distances"),
        Rows("few rows by unsquared mass", 19, "--gamma neighbor-mass-unsquared", "at least 20 rows", "there are 19"),
        .. from kind in new[] { "standard", "minmax", "robust" }
           select Rows($"equal rows scaled by {kind}", 25, $"--scale {kind}", "No gamma", "coincide"),
        new("a value that scaling takes beyond float32", static f => f.Write("bad.csv", "a,b\n1,0\n2,1e-40\n3,2e-40\n4,3e-40\n5,1e30\n"),
            "fit @bad.csv -o @out --gamma 1 --scale robust", "bad.csv", "1E+30", "column 2", "beyond float32", "robust"),
        Plain("more SVMs than rows", Svm + "--ensemble bagging --members 6", "x.npy", "5 rows", "6 members"),

        .. from command in new[] { Fit, Import }
           from problem in Calibrations(command)
           select problem,
        new("calibration with names in another order", static f => Named(f, "c,b,a"),
            "fit @named.csv -o @out --gamma 1 --calibration @swapped.csv", "swapped.csv", "column 1", "'c'", "expects 'a'"),
        new("calibration with a score beyond float32", static f => f.Write("far.csv", Lines(19, "1e30,0,0")),
            Fit + "--calibration @far.csv", "far.csv", "calibration score 0", "finite"),
    ];

    public static TheoryData<string> Names => BadInput.NamesOf(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused(string name) => s_cases.Single(c => c.Name == name).Check();

    private static IEnumerable<BadInput> Calibrations(string command)
    {
        string by = command.Split(' ')[0];
        yield return new(
            $"{by}: calibration rows too few", static f => f.Write("few.npy", Samples.Rows(1, 18, 3)), command + "--calibration @few.npy",
            "few.npy", "18 calibration rows are too few for a false-alarm rate of 0.05", "expected 19 or more");
        yield return new(
            $"{by}: calibration rows too few for a rate", static f => f.Write("few.npy", Samples.Rows(1, 98, 3)),
            command + "--calibration @few.npy --false-alarm-rate 0.01", "few.npy", "98 calibration rows", "expected 99 or more");
        yield return new(
            $"{by}: calibration rows of other features", static f => f.Write("wide.npy", Samples.Rows(1, 30, 4)),
            command + "--calibration @wide.npy", "wide.npy", "4 features", "expects 3");
        yield return Plain($"{by}: calibration rows missing", command + "--calibration @none.npy", "none.npy", "no such file");
        foreach (string rate in new[] { "0", "1", "-0.1", "NaN" })
        {
            yield return Plain(
                $"{by}: false-alarm rate {rate}", command + $"--calibration @x.npy --false-alarm-rate {rate}", $"--false-alarm-rate is {rate};",
                "above 0, below 1");
        }
    }

    private static BadInput Plain(string name, string command, params string[] essentials) => new(name, static _ => { }, command.Trim(), essentials);

    /// <summary>So many rows, all the same.</summary>
    private static BadInput Rows(string name, int count, string options, params string[] essentials) => new(
        name, f => f.Write("same.csv", Lines(count, "0.25,3,1")), $"fit @same.csv -o @out {options}", ["same.csv", .. essentials]);

    private static void Named(TempFolder folder, string otherNames)
    {
        folder.Write("named.csv", "a,b,c\n" + Lines(3, "1,2,3"));
        folder.Write("swapped.csv", otherNames + "\n" + Lines(30, "1,2,3"));
    }

    private static string Lines(int count, string line) => string.Concat(Enumerable.Repeat(line + "\n", count));
}
