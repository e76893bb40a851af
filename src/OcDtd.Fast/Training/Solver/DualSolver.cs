namespace OcDtd.Fast.Solver;

/// <summary>Brings the dual problem to its optimum: again and again the rows that violate it most are solved with all others held fixed.</summary>
internal sealed class DualSolver(KernelColumns columns, PartSolver parts, DualState state, KernelWork work)
{
    /// <summary>Pairwise steps so far.</summary>
    internal long Steps => parts.Steps;

    /// <summary>Goes on until <paramref name="rule"/> is met, the steps are used up, or nothing changes any more: then rounding is all that is left.</summary>
    internal Optimality Solve(StoppingRule rule, long maxSteps)
    {
        double first = double.NaN;
        for (; ; )
        {
            Optimality optimality = state.Measure();
            bool met = rule.IsMet(state, optimality);
            double limit = rule.Limit(optimality);
            first = double.IsNaN(first) ? optimality.Spread : first;
            work.ReportSolving(met ? 1 : Done(first, optimality.Spread, limit), optimality.Violation, Steps);
            if (met || Steps >= maxSteps || !Improve(optimality, limit, maxSteps))
                return optimality;
        }
    }

    /// <summary>Goes on until gradients disagree by <paramref name="limit"/> at most, the steps are used up, or nothing changes any more.</summary>
    internal void Solve(double limit, long maxSteps)
    {
        Optimality optimality = state.Measure();
        while (optimality.Spread > limit && Steps < maxSteps && Improve(optimality, limit, maxSteps))
        {
            optimality = state.Measure();
            work.Tick();
        }
    }

    /// <summary>Improves the rows that violate optimality most; false where nothing changes.</summary>
    private bool Improve(Optimality optimality, double limit, long maxSteps)
    {
        work.Parallel.CancellationToken.ThrowIfCancellationRequested();
        int[] rows = ViolatingRows.Choose(state, optimality, parts.Capacity);

        // All rows at once are solved to the end; a part of them only as far as makes sense while the others are held.
        double target = rows.Length == state.Count ? 0.9 * limit : Math.Max(0.5 * limit, 0.1 * optimality.Spread);
        CoefficientChanges changes = parts.Improve(rows, state, target, maxSteps - Steps);
        columns.AddProduct(changes.Rows, changes.Amounts, state.Gradient);
        return changes.Any;
    }

    /// <summary>How much of the way from the first spread to the limit is done, on a log scale.</summary>
    private static double Done(double first, double now, double limit) =>
        now <= limit ? 1 : Math.Log(first / now) / Math.Log(first / limit);
}
