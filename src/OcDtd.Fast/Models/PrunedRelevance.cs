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
        int survivors = row.Screen.Survivors;
        Span<int> chosen = workspace.Ints(survivors);
        Span<double> weights = workspace.Doubles(survivors), distances = workspace.Doubles(survivors);
        Carriers carriers = Choose(member, sample, row, decisive, chosen, weights, distances, ref workspace);
        int count = carriers.Count;
        double o = carriers.Outlierness, leftOut = (row.Screen.Pruned + carriers.LeftOut) * o;
        Span<double> sums = workspace.Zeros(relevance.Length);
        residual = 0;
        for (int c = 0; c < count; c++)
        {
            var passed = RelevanceShare.Of(rule, weights[c], distances[c], member.Gamma, o);
            residual += share * passed.Residual;
            weights[c] = share * passed.Weight;
        }

        Relevance.AddWeightedSquares(sample, member.Vectors, chosen[..count], weights[..count], sums);
        double largest = 0;
        foreach (double sum in sums)
            largest = Math.Max(largest, sum / share);

        // An indecisive support vector passes on at most p·o, and float32 may be wrong in its weight by twice the error of its h.
        double error = leftOut + carriers.Indecisive * o * 2.1 * row.Screen.SurvivorError;
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

    /// <summary>
    /// Survivors that pass anything on: which, their p_i and squared distances, in double for those that decide.
    /// </summary>
    private static Carriers Choose(
        SupportVectorModel member,
        ReadOnlySpan<float> sample,
        ScreenedRow row,
        double decisive,
        Span<int> chosen,
        Span<double> weights,
        Span<double> distances,
        ref Workspace workspace)
    {
        ReadOnlySpan<int> survivors = row.SurvivorIndices;
        ReadOnlySpan<float> values = row.SurvivorValues;
        Span<float> screened = workspace.Floats(values.Length);
        double screenedSum = member.Screen.Pool(row, screened).Sum;

        // Relative to a little less than the smallest h, which in double may be that much smaller.
        double start = row.Screen.Smallest - row.Screen.SurvivorError, factor = Elementary.Exp(-row.Screen.SurvivorError);
        double sum = factor * screenedSum, indecisive = 0, leftOut = 0;
        int count = 0;
        for (int c = 0; c < survivors.Length; c++)
        {
            if (screened[c] < Negligible * screenedSum)
            {
                leftOut += factor * screened[c];
                continue;
            }

            double weight = factor * screened[c], negativeLog = member.NegativeLog[survivors[c]];
            distances[count] = Math.Max(0, (row.Screen.Smallest + values[c] - negativeLog) / member.Gamma);
            if (values[c] <= decisive)
            {
                distances[count] = PairDistance.Compute(sample, member.Vectors.Row(survivors[c]));
                double exact = Elementary.Exp(Math.Min(0, start - member.Gamma * distances[count] - negativeLog));
                sum += exact - weight;
                weight = exact;
            }
            else
            {
                indecisive += weight;
            }

            chosen[count] = survivors[c];
            weights[count++] = weight;
        }

        for (int c = 0; c < count; c++)
            weights[c] /= sum;
        return new Carriers(count, SupportVectorModel.NotNegative(start - Elementary.Log(sum)), indecisive / sum, leftOut / sum);
    }

    /// <summary>What is known of the survivors that were chosen.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Outlierness">o.</param>
    /// <param name="Indecisive">Σ p_i of those not taken in double.</param>
    /// <param name="LeftOut">Σ p_i of the others.</param>
    private readonly record struct Carriers(int Count, double Outlierness, double Indecisive, double LeftOut);
}
