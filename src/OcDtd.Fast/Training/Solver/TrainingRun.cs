using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>One training run: how the kernel matrix is held, where to start, solving, and what is said about it.</summary>
internal sealed class TrainingRun<T, TValue>(TrainingRows rows, OneClassSvmOptions options, KernelWork work)
    where T : unmanaged
    where TValue : struct, IKernelValue<T>
{
    /// <summary>Trains on <paramref name="samples"/>, put into another order where that saves work.</summary>
    internal static OneClassSvmFit Fit(ReadOnlySpan2D<float> samples, double gamma, OneClassSvmOptions options, KernelWork work)
    {
        ScreeningOrder? order = FitsDense(samples.Height, options) ? null : ScreeningOrder.Of(samples);
        if (order is not null && !options.WarmStart.IsEmpty)
            options = options with { WarmStart = order.Arrange(options.WarmStart.Span) };
        var rows = new TrainingRows(samples, gamma, exact: typeof(T) == typeof(double), order);
        Solution solution = new TrainingRun<T, TValue>(rows, options, work).Solve();

        DualState state = solution.State;
        double[] coefficients = order?.Restore(state.Coefficients) ?? state.Coefficients;
        return new OneClassSvmFit(SupportVectorModel.Create(samples, coefficients, gamma), coefficients)
        {
            UpperBound = state.UpperBound,
            Rho = state.Rho(solution.Reached),
            Objective = solution.Reached.Mean / 2,
            Violation = solution.Reached.Violation,
            OptimalityGap = state.Gap(solution.Reached.Mean),
            Converged = new StoppingRule(options.Tolerance).IsMet(state, solution.Reached),
            Iterations = solution.Steps,
            KernelEvaluations = work.Evaluations,
            Storage = solution.Storage,
        };
    }

    internal Solution Solve()
    {
        (KernelColumns columns, PartSolver parts, KernelStorage storage) = Hold();
        var state = new DualState(Start(storage), UpperBound);
        int[] started = [.. Enumerable.Range(0, state.Count).Where(state.MayShrink)];
        columns.AddProduct(started, Array.ConvertAll(started, i => state.Coefficients[i]), state.Gradient);

        var solver = new DualSolver(columns, parts, state, work);
        Optimality reached = solver.Solve(new StoppingRule(options.Tolerance), options.MaxIterations);
        return new Solution(state, reached, solver.Steps, storage);
    }

    /// <summary>C.</summary>
    private double UpperBound => Math.Min(1 / (options.Nu * rows.Count), double.MaxValue);

    private static bool FitsDense(int count, OneClassSvmOptions options) =>
        DenseColumns<T, TValue>.Length(count) <= Math.Min(Values(options.MemoryLimit), Array.MaxLength);

    private static unsafe long Values(long bytes) => bytes / sizeof(T);

    /// <summary>All of the matrix if there is room for it, else the entries that matter if there is room for those, else a part at a time.</summary>
    private (KernelColumns Columns, PartSolver Parts, KernelStorage Storage) Hold()
    {
        if (FitsDense(rows.Count, options))
            return Kept(new DenseColumns<T, TValue>(rows, work), KernelStorage.Dense);
        if (SparseColumns<T, TValue>.TryMake(rows, options.Tolerance, options.MemoryLimit, work) is { } sparse)
            return Kept(sparse, KernelStorage.Sparse);

        GC.Collect(); // what was found before it proved too much is as large as the limit: no two of that size at once
        var streamed = new StreamedColumns<T, TValue>(rows, Values(options.MemoryLimit), work);
        return (streamed, new NestedPartSolver<T, TValue>(streamed, work), KernelStorage.Streamed);

        static (KernelColumns, PartSolver, KernelStorage) Kept(KeptColumns columns, KernelStorage storage) =>
            (columns, new PairwisePartSolver(columns), storage);
    }

    private double[] Start(KernelStorage storage)
    {
        if (!options.WarmStart.IsEmpty)
            return StartingPoint.Feasible(options.WarmStart.Span, UpperBound, [.. Enumerable.Range(0, rows.Count)]);
        return storage == KernelStorage.Streamed
            ? StartingPoint.FromSample<T, TValue>(rows, options, UpperBound, work)
            : StartingPoint.Uniform(rows.Count);
    }

    /// <summary>Where solving ended.</summary>
    internal sealed record Solution(DualState State, Optimality Reached, long Steps, KernelStorage Storage);
}
