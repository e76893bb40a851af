using System.Diagnostics;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Reproduction.Trials;

/// <summary>Runs the trials that are missing, one after another, and writes each down as soon as it is done.</summary>
internal sealed class TrialRunner(RunContext context, TrialBook book, TrialJournal journal)
{
    private const int BarSteps = 1000;

    /// <summary>Runs them in order; what the book has is not run again.</summary>
    internal void Run(string what, IReadOnlyList<Trial> trials)
    {
        Trial[] missing = [.. trials.Where(trial => !book.Has(trial)).DistinctBy(trial => trial.Key)];
        int known = trials.Select(trial => trial.Key).Distinct().Count() - missing.Length;
        if (known > 0)
            context.Say($"{Numbers.Count(known)} of {Numbers.Count(known + missing.Length)} trials are known from an earlier run.");
        if (missing.Length == 0)
            return;

        double total = missing.Sum(trial => trial.Weight);
        context.WithProgress(what, BarSteps, options => Run(missing, total, options.Progress));
    }

    private void Run(Trial[] missing, double total, IProgress<int>? progress)
    {
        double done = 0;
        foreach (IGrouping<string, Trial> study in missing.GroupBy(trial => trial.Study))
        {
            var watch = Stopwatch.StartNew();
            foreach (Trial trial in study)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                TrialNumbers numbers = trial.Run();
                book.Add(trial.Key, numbers);
                journal.Add(trial.Key, numbers);
                done += trial.Weight;
                progress?.Report((int)(BarSteps * done / total));
            }

            // A line on the bar's own lines would tear it.
            if (progress is null)
                context.Say($"{study.Key}: {study.Count()} trials in {Numbers.Time(watch.Elapsed)}");
        }
    }
}
