namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>Largest errors as a Markdown table.</summary>
internal static class ErrorTable
{
    internal const string Head =
        "| cases | runtime | rows | score | relevance | residual | largest at |\n|---|---|---|---|---|---|---|";

    internal static string Line(string runtime, string group, LargestErrors errors)
    {
        LargestErrors.Place worst = new[] { errors.Score, errors.Relevance, errors.Residual }.MaxBy(place => place.Error);
        string numbers = $"{Number(errors.Score)} | {Number(errors.Relevance)} | {Number(errors.Residual)}";
        return $"| {group} | {runtime} | {errors.RowCount} | {numbers} | {worst} |";
    }

    /// <summary>Answers are float32, and so is the oracle's relevance as it is kept: equal numbers are an error of 0.</summary>
    private static string Number(LargestErrors.Place place) => place.Error < 1e-4 && place.Error > 0 ? "< 0.0001" : $"{place.Error:0.0000}";
}
