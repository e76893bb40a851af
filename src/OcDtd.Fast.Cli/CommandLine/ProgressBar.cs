using Spectre.Console;

namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>A progress bar on standard error, gone when the work is done.</summary>
internal static class ProgressBar
{
    /// <summary>Runs <paramref name="work"/>, which reports how many of <paramref name="total"/> steps are done.</summary>
    internal static void Run(string what, int total, Action<IProgress<int>> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(bars =>
            {
                ProgressTask task = bars.AddTask(Markup.Escape(what), maxValue: Math.Max(1, total));
                work(new Reporter(task));
            });
    }

    private sealed class Reporter(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = Math.Max(task.Value, value);
    }
}
