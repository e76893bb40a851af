using OcDtd.Fast.Runtimes.Tests.Cases;
using OcDtd.Fast.Runtimes.Tests.Runtimes;

namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>The largest errors over cases, as multiples of the bounds that docs/accuracy.md states, and where they were.</summary>
internal sealed class LargestErrors
{
    /// <summary>
    /// Names of cases that float64 graphs of standard operators cannot hold; docs/onnx.md says of each why, and how far off it is. They
    /// stand in the table like all others.
    /// </summary>
    private static readonly HashSet<string> s_knownLimits = [];

    private readonly List<string> _failures = [];

    internal Place Score { get; private set; }

    internal Place Relevance { get; private set; }

    internal Place Residual { get; private set; }

    /// <summary>Rows that were compared.</summary>
    internal int RowCount { get; private set; }

    /// <summary>One line for each case and number that is beyond its bound, with its worst row.</summary>
    internal IReadOnlyList<string> Failures => _failures;

    /// <summary>Compares what was answered for the first rows of a case.</summary>
    internal void Add(RuntimeCase one, Answers found)
    {
        var errors = new RowErrors(one, found);
        int rowCount = found.Outlierness.Length;
        RowCount += rowCount;
        Score = Larger(Score, Worst(one, "score", rowCount, errors.Score));
        Relevance = Larger(Relevance, Worst(one, "relevance", errors.HasRelevance ? rowCount : 0, errors.Relevance));
        Residual = Larger(Residual, Worst(one, "residual", errors.HasResidual ? rowCount : 0, errors.Residual));
        string?[] problems =
        [
            errors.IsComplete ? null : "the file gives no relevance or no residual.",
            FarRanking.FirstInversion(found.Outlierness, one.Expected.Outlierness),
            Decisions.FirstProblem(one.Description.Decision, found),
        ];
        _failures.AddRange(problems.Where(problem => problem is not null).Select(problem => $"{one}: {problem}"));
    }

    private Place Worst(RuntimeCase one, string number, int rowCount, Func<int, double> error)
    {
        Place worst = default;
        for (int row = 0; row < rowCount; row++)
        {
            double found = error(row);
            worst = Larger(worst, new Place(double.IsNaN(found) ? double.PositiveInfinity : found, one, row));
        }

        if (worst.Error > 1 && !s_knownLimits.Contains(one.Name))
            _failures.Add($"{worst}: {number} is {worst.Error:g3} times the bound off (o = {one.Expected.Outlierness[worst.Row]:g4}).");
        return worst;
    }

    private static Place Larger(Place known, Place other) => other.Error > known.Error ? other : known;

    /// <summary>An error and where it was.</summary>
    internal readonly record struct Place(double Error, RuntimeCase? Case, int Row)
    {
        public override string ToString() => Case is null ? "" : $"{Case}, row {Row}";
    }
}
