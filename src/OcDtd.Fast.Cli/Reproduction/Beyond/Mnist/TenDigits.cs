using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Mnist;
using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Table 3.1 for every digit.</summary>
internal static class TenDigits
{
    internal static Sweep Make(MnistLab lab)
    {
        DigitTask[] tasks = [.. Enumerable.Range(0, 10).Select(digit => new DigitTask(lab.Data, digit)).Where(task => task.Suffices(MnistLab.Size))];
        return Make(lab, tasks);
    }

    private static Sweep Make(MnistLab lab, DigitTask[] tasks) => new()
    {
        Title = "Every digit as the normal one",
        Name = "ten-digits",
        Question = $"Table 3.1 at m = {MnistLab.Size} with author's settings, each digit in turn against the other nine. The author chose γ and ν for digit 2; they are kept.",
        SettingHeading = "Normal digit",
        Measures = "ROC AUC",
        Settings = [.. tasks.Select(task => $"{task.Digit}")],
        Parts = [new("", "ROC AUC.", SixClassifiers.Names)],
        Seeds = lab.Seeds(20),
        Fixed = $"m={MnistLab.Size}",
        Weight = _ => 0.5,
        Run = (setting, seed) =>
        {
            MemberPair pair = lab.Members(tasks[setting].Train, MnistLab.Size, seed);
            return tasks[setting].RocAucs(SixClassifiers.Make(pair.First, pair.Second, lab.Batch), lab.Batch);
        },
        Answer = found =>
            $"C1+C2 is ahead of C1×C2 for {found.Count(digit => found.Mean(digit, "C1+C2") > found.Mean(digit, "C1×C2"))} of {tasks.Length} digits and ahead of both members for "
            + $"{found.Count(digit => found.Mean(digit, "C1+C2") > Math.Max(found.Mean(digit, "C1"), found.Mean(digit, "C2")))}. Easiest is {found.Best("C1+C2")}, hardest {found.Least("C1+C2")}.",
    };
}
