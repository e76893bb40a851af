namespace OcDtd.Fast;

/// <summary>How <see cref="GammaSelection"/> works.</summary>
public readonly record struct GammaOptions
{
    /// <summary>The default options.</summary>
    public GammaOptions()
    {
    }

    /// <summary>Rows used at most; of more, so many are drawn without replacement. 10,000 unless set; needs 4·rows² bytes.</summary>
    /// <remarks><see cref="GammaRule.Scale"/> needs no distances and always uses all rows.</remarks>
    public int MaxRows { get; init; } = 10_000;

    /// <summary>Seed of the draw; 0 unless set.</summary>
    public int Seed { get; init; }

    /// <summary>Threads at most; 0, the default, for one a core. Does not change the answer.</summary>
    public int MaxDegreeOfParallelism { get; init; }
}
