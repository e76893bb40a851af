using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>What the survivors of a pruned row pass on (eq 1.14), where that is all that can show.</summary>
internal static class PrunedRelevance
{
    /// <summary>Survivors within this (in h) of the nearest are taken in double: mostly the others carry too little for float32 to show.</summary>
    private const double Decisive = 7;

    /// <summary>Else survivors within this.</summary>
    private const double MoreDecisive = 11;

    /// <summary>Survivors that pass on less than this of o are left out: hundreds of them do not show.</summary>
    private const double Negligible = 2e-8;

    /// <summary>
    /// What all that is left out, and what float32 may do to the rest, may come to, relative to the largest relevance: of the 10⁻⁴ + 2·10⁻⁷·o
    /// that are promised.
    /// </summary>
    private const double Tolerance = 0.95e-4, ToleranceOfOutlierness = 2e-7;

    /// <summary>e^−11 is a sixth of what relevance is promised to.</summary>
    private const double Invisible = 11;

    /// <summary>
    /// Adds a row's relevance and tells its residual; false, and nothing is added, where support vectors that were pruned might show: close to
    /// a support vector, all relevance is that of the others. Then <paramref name="reach"/> says how far (in h) from the nearest one has to look.
    /// </summary>
    internal static bool TryAdd(
        SupportVectorModel member,
        ReadOnlySpan<float> sample,
        ScreenedRow row,
        RelevanceRule rule,
        double share,
        Span<double> relevance,
        out double residual,
        out double reach,
        ref Workspace workspace)
    {
        (int, int) mark = workspace.Mark;
        bool added = TryCompute(member, sample, row, Decisive, rule, share, relevance, out residual, out reach, ref workspace);
        workspace.Release(mark);
        if (!added)
            added = TryCompute(member, sample, row, MoreDecisive, rule, share, relevance, out residual, out reach, ref workspace);
        workspace.Release(mark);
        return added;
    }

    private static bool TryCompute(
        SupportVectorModel member,
        ReadOnlySpan<float> sample,
        ScreenedRow row,
        double decisive,
        RelevanceRule rule,
        double share,
        Span<double> relevance,
        out double residual,
        out double reach,
        ref Workspace workspace)
    {
        ReadOnlySpan<int> survivors = row.SurvivorIndices;
        Span<double> weights = workspace.Doubles(survivors.Length), distances = workspace.Doubles(survivors.Length);
        double o = Pool(member, sample, row, decisive, weights, distances, out double indecisive);
        Span<int> chosen = workspace.Ints(survivors.Length);
        Span<double> sums = workspace.Zeros(relevance.Length);
        int count = 0;
        residual = 0;
        double leftOut = row.Screen.Pruned * o;
        for (int c = 0; c < survivors.Length; c++)
        {
            double p = weights[c];
            if (p < Negligible)
            {
                leftOut += p * o;
                continue;
            }

            var passed = RelevanceShare.Of(rule, p, distances[c], member.Gamma, o);
            residual += share * passed.Residual;
            chosen[count] = survivors[c];
            weights[count++] = share * passed.Weight; // count ≤ c: what is overwritten has been read
        }

        Relevance.AddWeightedSquares(sample, member.Vectors, chosen[..count], weights[..count], sums);
        double largest = 0;
        foreach (double sum in sums)
            largest = Math.Max(largest, sum / share);

        // An indecisive support vector passes on at most p·o, and float32 may be wrong in its weight by twice the error of its h.
        double error = leftOut + indecisive * o * 2.1 * row.Screen.SurvivorError;
        reach = MemberScreen.Negligible;
        if (!(error <= (Tolerance + ToleranceOfOutlierness * o) * largest))
        {
            // m of them, each e^(−reach) at most, of o, must not show beside the largest.
            if (largest > 0)
                reach = Math.Min(reach, Elementary.Log(member.SupportVectorCount) + Elementary.Log(o / largest) + Invisible);
            return false;
        }

        for (int j = 0; j < relevance.Length; j++)
            relevance[j] += sums[j];
        return true;
    }

    /// <summary>o, the survivors' p_i and squared distances, in double for those that decide; and Σ p_i of the others.</summary>
    private static double Pool(
        SupportVectorModel member,
        ReadOnlySpan<float> sample,
        ScreenedRow row,
        double decisive,
        Span<double> weights,
        Span<double> distances,
        out double indecisive)
    {
        ReadOnlySpan<int> survivors = row.SurvivorIndices;
        ReadOnlySpan<float> values = row.SurvivorValues;
        double smallest = double.PositiveInfinity;
        for (int c = 0; c < survivors.Length; c++)
        {
            double negativeLog = member.NegativeLog[survivors[c]], h = row.Screen.Smallest + values[c];
            distances[c] = Math.Max(0, (h - negativeLog) / member.Gamma);
            if (values[c] <= decisive)
            {
                distances[c] = PairDistance.Compute(sample, member.Vectors.Row(survivors[c]));
                h = member.Gamma * distances[c] + negativeLog;
            }

            weights[c] = h;
            smallest = Math.Min(smallest, h);
        }

        double sum = 0;
        indecisive = 0;
        for (int c = 0; c < survivors.Length; c++)
        {
            weights[c] = Elementary.Exp(Math.Min(0, smallest - weights[c]));
            sum += weights[c];
            if (values[c] > decisive)
                indecisive += weights[c];
        }

        for (int c = 0; c < survivors.Length; c++)
            weights[c] /= sum;
        indecisive /= sum;
        return SupportVectorModel.NotNegative(smallest - Elementary.Log(sum));
    }
}
