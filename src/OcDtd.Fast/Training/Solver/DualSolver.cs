namespace OcDtd.Fast.Solver;

/// <summary>Brings the dual problem to its optimum: again and again the rows that violate it most are solved with all others held fixed.</summary>
internal sealed class DualSolver(KernelColumns columns, PartSolver parts, DualState state, KernelWork work)
{
    /// <summary>Pairwise steps so far.</summary>
    internal long Steps => parts.Steps;

    /// <summary>
    /// Goes on until gradients disagree by <paramref name="allowed"/>(where it stands) at most, the steps are used up, or nothing changes any
    /// more: then rounding is all that is left.
    /// </summary>
    internal Optimality Solve(Func<Optimality, double> allowed, long maxSteps = long.MaxValue, bool report = true)
    {
        double first = double.NaN;
        for (; ; )
        {
            work.Parallel.CancellationToken.ThrowIfCancellationRequested();
            Optimality optimality = state.Measure();
            double limit = allowed(optimality);
            first = double.IsNaN(first) ? optimality.Spread : first;
            if (report)
                work.Report(TrainingStage.Solving, Done(first, optimality.Spread, limit), optimality.Violation, Steps);
            if (optimality.Spread <= limit || Steps >= maxSteps)
                return optimality;

            CoefficientChanges changes = Improve(optimality, limit);
            if (!changes.Any)
                return optimality;
            columns.AddProduct(changes.Rows, changes.Amounts, state.Gradient);
        }
    }

    private CoefficientChanges Improve(Optimality optimality, double limit)
    {
        int[] rows = ViolatingRows.Choose(state, optimality, parts.Capacity);

        // All rows at once are solved to the end; a part of them only as far as makes sense while the others are held.
        double target = rows.Length == state.Count ? 0.9 * limit : Math.Max(0.5 * limit, 0.1 * optimality.Spread);
        return parts.Improve(rows, state, target);
    }

    /// <summary>How much of the way from the first spread to the limit is done, on a log scale.</summary>
    private static double Done(double first, double now, double limit) =>
        now <= limit ? 1 : Math.Log(first / now) / Math.Log(first / limit);
}
