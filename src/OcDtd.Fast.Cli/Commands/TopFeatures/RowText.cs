using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reporting;

namespace OcDtd.Fast.Cli.Commands.TopFeatures;

/// <summary>Explained rows in words.</summary>
internal static class RowText
{
    /// <summary>What stands in the features' place where the outlierness is not finite.</summary>
    internal const string NoFeatures = "too far away to share out over features";

    /// <summary>"row 17  outlierness 12.3: worst area 1575 (41 %), …".</summary>
    internal static string Line(ExplainedRow row, IReadOnlyList<string> names)
    {
        string features = row.Features.Length == 0
            ? NoFeatures
            : string.Join(", ", row.Features.Select(feature =>
                $"{PlainText.OneLine(names[feature.Index])} {Value(feature.Value)} ({100 * row.Share(feature):0} %)"));
        return $"row {row.Row}  outlierness {ShortNumber.Of(row.Outlierness)}: {features}";
    }

    /// <summary>A value of the user's, as short as it can be written and read again.</summary>
    internal static string Value(float value) => value.ToString("R");
}
