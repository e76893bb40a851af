namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What a <see cref="SweepStudy"/> does.</summary>
internal sealed record Sweep
{
    /// <summary>The section's heading.</summary>
    internal required string Title { get; init; }

    /// <summary>The chapter it stands in; null for what answers the thesis' own questions.</summary>
    internal string? Chapter { get; init; } = SweepStudy.BeyondTheThesis;

    /// <summary>A word for files and keys.</summary>
    internal required string Name { get; init; }

    /// <summary>What is asked, and how.</summary>
    internal required string Question { get; init; }

    /// <summary>What rows are.</summary>
    internal required string SettingHeading { get; init; }

    internal required string[] Settings { get; init; }

    /// <summary>Tables that the numbers are shown in; their columns one after another are a trial's numbers.</summary>
    internal required SweepPart[] Parts { get; init; }

    /// <summary>Seeds, from 0.</summary>
    internal required int Seeds { get; init; }

    /// <summary>What else decides the numbers and is the same for all settings.</summary>
    internal required string Fixed { get; init; }

    /// <summary>Seconds of a trial of a setting, roughly.</summary>
    internal required Func<int, double> Weight { get; init; }

    /// <summary>A trial: its numbers by setting and seed, in the order of <see cref="Columns"/>.</summary>
    internal required Func<int, int, double[]> Run { get; init; }

    /// <summary>What was found, in a sentence or two made of the numbers.</summary>
    internal Func<SweepFindings, string>? Answer { get; init; }

    /// <summary>What the first table measures, where it is to be drawn with a row a setting rather than as curves; null otherwise.</summary>
    internal string? Measures { get; init; }

    /// <summary>What there is to choose, such as "k and l".</summary>
    internal string Choice { get; init; } = "";

    /// <summary>What to choose, in a sentence or two made of the numbers.</summary>
    internal Func<SweepFindings, string>? Advice { get; init; }

    internal string[] Columns => [.. Parts.SelectMany(part => part.Columns)];
}

/// <summary>A table of a sweep.</summary>
/// <param name="Name">What tells it from the sweep's other tables.</param>
/// <param name="Caption">What its numbers are.</param>
/// <param name="Headings">Of its columns.</param>
/// <param name="Decimals">Digits after the point.</param>
/// <param name="Drawn">Whether it is a panel of the sweep's figure.</param>
internal sealed record SweepPart(string Name, string Caption, string[] Headings, int Decimals = 3, bool Drawn = true)
{
    /// <summary>Stands before headings where they alone would not tell columns from those of the sweep's other tables.</summary>
    internal string Prefix { get; init; } = "";

    /// <summary>Names that no other table of the sweep has.</summary>
    internal string[] Columns => [.. Headings.Select(heading => Prefix + heading)];
}
