namespace OcDtd.Fast.Solver;

/// <summary>What all parts of a training run share: threads, when to stop, whom to tell, and a count of kernel values.</summary>
internal sealed class KernelWork(ParallelOptions parallel, IProgress<TrainingProgress>? progress)
{
    private readonly IProgress<TrainingProgress>? _progress = progress;
    private readonly Counter _evaluations = new();

    private KernelWork(KernelWork other, ParallelOptions parallel, IProgress<TrainingProgress>? progress)
        : this(parallel, progress)
    {
        _evaluations = other._evaluations;
    }

    /// <summary>Threads and cancellation.</summary>
    internal ParallelOptions Parallel { get; } = parallel;

    /// <summary>Kernel values computed so far; a symmetric pair counts once.</summary>
    internal long Evaluations => Interlocked.Read(ref _evaluations.Value);

    /// <summary>Counts kernel values; safe from any thread.</summary>
    internal void Count(long evaluations) => Interlocked.Add(ref _evaluations.Value, evaluations);

    /// <summary>Says how far a stage is.</summary>
    internal void Report(TrainingStage stage, double fraction, double violation = double.NaN, long steps = 0) =>
        _progress?.Report(new TrainingProgress(stage, Math.Clamp(fraction, 0, 1), violation, steps, Evaluations));

    /// <summary>The same work, counted together, stopped by <paramref name="cancellation"/>.</summary>
    internal KernelWork Under(CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallel.MaxDegreeOfParallelism, CancellationToken = cancellation };
        return new KernelWork(this, parallel, _progress);
    }

    /// <summary>The same work, counted together, of a part whose own progress is nobody's business.</summary>
    internal KernelWork Silent() => new(this, Parallel, progress: null);

    private sealed class Counter
    {
        internal long Value;
    }
}
