using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Reproduction;

/// <summary>One section of the thesis' chapter 3: its data and its studies.</summary>
internal abstract class Experiment : IDisposable
{
    /// <summary>As the command line names it.</summary>
    internal abstract string Name { get; }

    internal abstract string Title { get; }

    /// <summary>What is done, in a few sentences, for the head of the report.</summary>
    internal abstract string Introduction { get; }

    /// <summary>The files that were read.</summary>
    internal abstract IReadOnlyList<string> Files { get; }

    /// <summary>The studies, in the order of the report.</summary>
    internal abstract IReadOnlyList<Study> Studies { get; }

    public abstract void Dispose();
}

/// <summary>What the command line asked for.</summary>
/// <param name="Data">The folder of the data.</param>
/// <param name="Thesis">The folder of the thesis' tables, or null.</param>
/// <param name="Seeds">How many seeds, or null for an experiment's own number.</param>
/// <param name="Quick">Whether a minute must do.</param>
/// <param name="Beyond">Whether the questions beyond the thesis are asked too.</param>
internal sealed record ReproductionSettings(string Data, string? Thesis, int? Seeds, bool Quick, bool Beyond)
{
    /// <summary>As many seeds as were asked for; otherwise <paramref name="usual"/>, or <paramref name="quick"/> where a minute must do.</summary>
    internal int SeedsOr(int usual, int quick) => Seeds ?? (Quick ? quick : usual);
}

/// <summary>What every study needs.</summary>
internal sealed record Workbench(RunContext Context, ReproductionSettings Settings)
{
    internal BatchOptions Batch => Context.Batch;
}
