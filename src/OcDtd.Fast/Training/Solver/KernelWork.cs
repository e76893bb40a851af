namespace OcDtd.Fast.Solver;

/// <summary>What all parts of a training run share: threads, when to stop, whom to tell, and a count of kernel values.</summary>
internal sealed class KernelWork(ParallelOptions parallel, IProgress<TrainingProgress>? progress)
{
    private readonly IProgress<TrainingProgress>? _progress = progress;
    private readonly Shared _shared = new();

    private KernelWork(KernelWork other, ParallelOptions parallel, IProgress<TrainingProgress>? progress)
        : this(parallel, progress)
    {
        _shared = other._shared;
    }

    /// <summary>Threads and cancellation.</summary>
    internal ParallelOptions Parallel { get; } = parallel;

    /// <summary>Kernel values computed so far; a symmetric pair counts once.</summary>
    internal long Evaluations => Interlocked.Read(ref _shared.Value);

    /// <summary>Counts kernel values; safe from any thread.</summary>
    internal void Count(long evaluations) => Interlocked.Add(ref _shared.Value, evaluations);

    /// <summary>Says how far the kernel is; what is known of the solution is said again.</summary>
    internal void ReportKernel(double fraction)
    {
        TrainingProgress last = _shared.Last;
        Tell(last with { Stage = TrainingStage.Kernel, Fraction = Math.Clamp(fraction, 0, 1) });
    }

    /// <summary>Says how far solving is.</summary>
    internal void ReportSolving(double fraction, double violation, long steps)
    {
        if (_progress is null)
            return; // what a silent part says is not to be repeated
        var now = new TrainingProgress(TrainingStage.Solving, Math.Clamp(fraction, 0, 1), violation, steps, 0);
        _shared.Last = now;
        Tell(now);
    }

    /// <summary>Says the last thing about solving again: a part of it is going on.</summary>
    internal void Tick() => Tell(_shared.Last);

    private void Tell(TrainingProgress progress) => _progress?.Report(progress with { KernelEvaluations = Evaluations });

    /// <summary>The same work, counted together, stopped by <paramref name="cancellation"/>.</summary>
    internal KernelWork Under(CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallel.MaxDegreeOfParallelism, CancellationToken = cancellation };
        return new KernelWork(this, parallel, _progress);
    }

    /// <summary>The same work, counted together, of a part whose own progress is nobody's business.</summary>
    internal KernelWork Silent() => new(this, Parallel, progress: null);

    private sealed class Shared
    {
        internal long Value;

        /// <summary>What was last said about solving.</summary>
        internal TrainingProgress Last { get; set; } = new(TrainingStage.Solving, 0, double.NaN, 0, 0);
    }
}
