using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>What a few support vectors pass on (eq 1.14), where they are all that can show: the survivors of a pruned row, or the nearest of another.</summary>
internal static class SparseRelevance
{
    /// <summary>Survivors within this (in h) of the nearest are taken in double: mostly the others carry too little for float32 to show.</summary>
    private const double Decisive = 7;

    /// <summary>Else survivors within this.</summary>
    private const double MoreDecisive = 11;

    /// <summary>Survivors that pass on less than this of o are left out: hundreds of them do not show.</summary>
    private const double Negligible = 2e-8;

    /// <summary>In a row that is not pruned: so far (in h) from the nearest a weight is less than that.</summary>
    private const float Reach = 17.8f;

    /// <summary>Below this γd², which is off by no more than its h, is taken in double whatever its weight: it may be divided by.</summary>
    private const double FewestDigits = 1;

    /// <summary>The share of support vectors beyond which they are not few.</summary>
    private const double MostOfAll = 0.25;

    /// <summary>Above this error of an h, its weight is not worth having.</summary>
    private const double LargestError = 0.01;

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
        ScreenedPool pool,
        ReadOnlySpan<float> weights,
        RelevanceRule rule,
        double share,
        Span<double> relevance,
        out double residual,
        out double reach,
        ref Workspace workspace)
    {
        (int, int) mark = workspace.Mark;
        residual = 0;
        reach = MemberScreen.Negligible;
        bool added = false;
        Nearest nearest = row.IsPruned ? Survivors(row, pool, weights) : Collect(row, pool, weights, ref workspace);
        if (nearest.Indices.Length > 0 && nearest.Error <= LargestError)
        {
            (int, int) afterNearest = workspace.Mark;
            added = TryCompute(member, sample, nearest, Decisive, rule, share, relevance, out residual, out reach, ref workspace);
            workspace.Release(afterNearest);
            if (!added)
                added = TryCompute(member, sample, nearest, MoreDecisive, rule, share, relevance, out residual, out reach, ref workspace);
        }

        workspace.Release(mark);
        return added;
    }

    private static bool TryCompute(
        SupportVectorModel member,
        ReadOnlySpan<float> sample,
        scoped Nearest nearest,
        double decisive,
        RelevanceRule rule,
        double share,
        Span<double> relevance,
        out double residual,
        out double reach,
        ref Workspace workspace)
    {
        int survivors = nearest.Indices.Length;
        Span<int> chosen = workspace.Ints(survivors);
        Span<double> weights = workspace.Doubles(survivors), distances = workspace.Doubles(survivors);
        Carriers carriers = Choose(member, sample, nearest, decisive, chosen, weights, distances);
        int count = carriers.Count;
        double o = carriers.Outlierness, leftOut = carriers.LeftOut * o;
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

        // An indecisive support vector passes on at most p·o, and float32 may be wrong in its weight by twice the error of its h, and
        // in a quotient by o/d² once more.
        double error = leftOut + carriers.Indecisive * o * 3.2 * nearest.Error;
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
        Nearest nearest,
        double decisive,
        Span<int> chosen,
        Span<double> weights,
        Span<double> distances)
    {
        ReadOnlySpan<int> survivors = nearest.Indices;
        ReadOnlySpan<float> values = nearest.Values, screened = nearest.Weights;

        // Relative to a little less than the smallest h, which in double may be that much smaller.
        double start = nearest.Smallest - nearest.Error, factor = Elementary.Exp(-nearest.Error);
        double sum = factor * nearest.Sum, indecisive = 0, leftOut = factor * nearest.Sum * nearest.LeftOut;
        int count = 0;
        for (int c = 0; c < survivors.Length; c++)
        {
            if (screened[c] < Negligible * nearest.Sum)
            {
                leftOut += factor * screened[c];
                continue;
            }

            double weight = factor * screened[c], negativeLog = member.NegativeLog[survivors[c]];
            distances[count] = Math.Max(0, (nearest.Smallest + values[c] - negativeLog) / member.Gamma);
            if (values[c] <= decisive || member.Gamma * distances[count] < FewestDigits)
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

    private static Nearest Survivors(ScreenedRow row, ScreenedPool pool, ReadOnlySpan<float> weights) => new(
        row.SurvivorIndices, row.SurvivorValues, weights, row.Screen.Smallest, row.Screen.SurvivorError, pool.Sum, row.Screen.Pruned);

    /// <summary>The nearest of a row that is not pruned; none where they are not few.</summary>
    private static Nearest Collect(ScreenedRow row, ScreenedPool pool, ReadOnlySpan<float> weights, ref Workspace workspace)
    {
        int most = (int)(MostOfAll * row.Relative.Length);
        Span<int> indices = workspace.Ints(most);
        float minimum = row.Screen.Minimum;
        int count = Collecting.Collect(row.Relative, minimum, minimum + Reach, indices, out double leftOut);
        if (count > most)
            return default;

        Span<float> values = workspace.Floats(count), theirs = workspace.Floats(count);
        for (int c = 0; c < count; c++)
        {
            values[c] = row.Relative[indices[c]] - minimum;
            theirs[c] = weights[indices[c]];
        }

        return new Nearest(
            indices[..count], values, theirs, row.Screen.Base + minimum, pool.LargestError, pool.Sum, leftOut / pool.Sum);
    }

    /// <summary>Support vectors that may pass something on, as the screen has them.</summary>
    private readonly ref struct Nearest(
        ReadOnlySpan<int> indices,
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> weights,
        double smallest,
        double error,
        double sum,
        double leftOut)
    {
        /// <summary>Which.</summary>
        internal ReadOnlySpan<int> Indices { get; } = indices;

        /// <summary>h relative to the smallest.</summary>
        internal ReadOnlySpan<float> Values { get; } = values;

        /// <summary>e^(−value).</summary>
        internal ReadOnlySpan<float> Weights { get; } = weights;

        /// <summary>The smallest h.</summary>
        internal double Smallest { get; } = smallest;

        /// <summary>By how much an h may be off.</summary>
        internal double Error { get; } = error;

        /// <summary>Σ of all weights.</summary>
        internal double Sum { get; } = sum;

        /// <summary>What support vectors that are not here weigh at most, relative to that.</summary>
        internal double LeftOut { get; } = leftOut;
    }

    /// <summary>What is known of the survivors that were chosen.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Outlierness">o.</param>
    /// <param name="Indecisive">Σ p_i of those not taken in double.</param>
    /// <param name="LeftOut">Σ p_i of the others.</param>
    private readonly record struct Carriers(int Count, double Outlierness, double Indecisive, double LeftOut);
}
