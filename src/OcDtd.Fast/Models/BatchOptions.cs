namespace OcDtd.Fast;

/// <summary>How a batch is run. The default uses every core.</summary>
/// <remarks>Nothing here changes a single bit of a result.</remarks>
public readonly record struct BatchOptions
{
    /// <summary>At most so many threads; 0 for one a core.</summary>
    public int MaxDegreeOfParallelism { get; init; }

    /// <summary>Ends the batch early with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>How many threads that is on this machine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number asked for is negative.</exception>
    internal int Threads => MaxDegreeOfParallelism switch
    {
        0 => Environment.ProcessorCount,
        > 0 => MaxDegreeOfParallelism,
        _ => throw new ArgumentOutOfRangeException(
            nameof(MaxDegreeOfParallelism), $"MaxDegreeOfParallelism is {MaxDegreeOfParallelism}; expected 0 (all cores) or more."),
    };

    /// <summary>The same for <see cref="System.Threading.Tasks.Parallel"/>.</summary>
    internal ParallelOptions Parallel => new() { MaxDegreeOfParallelism = Threads, CancellationToken = CancellationToken };

    /// <summary>Receives the number of rows finished so far, from any thread.</summary>
    public IProgress<int>? Progress { get; init; }
}
