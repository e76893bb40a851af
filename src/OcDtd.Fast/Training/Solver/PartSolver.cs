namespace OcDtd.Fast.Solver;

/// <summary>Improves the coefficients of some rows while all others stay as they are.</summary>
internal abstract class PartSolver
{
    /// <summary>Rows it can take.</summary>
    internal abstract int Capacity { get; }

    /// <summary>Pairwise steps so far.</summary>
    internal abstract long Steps { get; }

    /// <summary>
    /// Improves <paramref name="rows"/> until their gradients disagree by <paramref name="target"/> at most, and writes their coefficients, but
    /// not gradients, to <paramref name="state"/>; in <paramref name="maxSteps"/> pairwise steps at most.
    /// </summary>
    internal abstract CoefficientChanges Improve(int[] rows, DualState state, double target, long maxSteps);
}

/// <summary>A few hundred rows, pair by pair.</summary>
internal sealed class PairwisePartSolver : PartSolver
{
    /// <summary>Rows that are worked on at once: their kernel matrix is 2 MB of doubles.</summary>
    private const int MostRows = 512;

    private readonly KeptColumns _columns;
    private readonly WorkingSet _working;
    private long _steps;

    internal PairwisePartSolver(KeptColumns columns)
    {
        _columns = columns;
        Capacity = Math.Min(MostRows, columns.Count);
        _working = new WorkingSet(Capacity);
    }

    internal override int Capacity { get; }

    internal override long Steps => _steps;

    internal override CoefficientChanges Improve(int[] rows, DualState state, double target, long maxSteps)
    {
        _working.Load(rows, _columns, state);
        _steps += _working.Solve(target, Math.Min(maxSteps, 200L * rows.Length));
        return _working.Store(state);
    }
}

/// <summary>As many rows as there is memory for, by a solver of their own.</summary>
internal sealed class NestedPartSolver<T, TValue>(StreamedColumns<T, TValue> columns, KernelWork work) : PartSolver
    where T : unmanaged
    where TValue : struct, Kernels.IKernelValue<T>
{
    private long _steps;

    internal override int Capacity => columns.LargestPart;

    internal override long Steps => _steps;

    internal override CoefficientChanges Improve(int[] rows, DualState state, double target, long maxSteps)
    {
        var part = new DualState(state, rows);
        KeptColumns kept = columns.Part(rows);
        var solver = new DualSolver(kept, new PairwisePartSolver(kept), part, work);
        solver.Solve(target, maxSteps);
        _steps += solver.Steps;
        var changes = new CoefficientChanges();
        for (int i = 0; i < rows.Length; i++)
        {
            changes.Add(rows[i], state.Coefficients[rows[i]], part.Coefficients[i]);
            state.Coefficients[rows[i]] = part.Coefficients[i];
        }

        return changes;
    }
}
