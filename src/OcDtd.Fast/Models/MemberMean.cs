using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Rows of a tile on their way through a single member or a mean of members (eqs 1.3, 1.14, 2.2, 2.3).</summary>
/// <remarks>
/// Every row goes the fast way, by its screen, where the screen's error bound is under what is promised, and the exact way, in
/// double, where it is not. Which one depends on the row's own numbers alone.
/// </remarks>
internal readonly struct MemberMean(SupportVectorModel[] members)
{
    /// <summary>A score is promised to 10⁻⁵·max(1, o); a tenth is left for all that is not the screen.</summary>
    internal const double ScoreTolerance = 0.9e-5;

    /// <summary>
    /// Support vectors whose effective distance exceeds the smallest by more than this carry under 10⁻⁹·o together, for up to 79,000
    /// of them: they are left out of explanations.
    /// </summary>
    private const double Negligible = 32;

    /// <summary>From this share of support vectors on all of them are added up in float32, not the chosen ones in double.</summary>
    private const double DenseFrom = 0.25;

    /// <summary>Below this o, clips and quotients want more digits than float32 has.</summary>
    private const double SmallestDense = 0.01;

    private readonly SupportVectorModel[] _members = members;

    /// <summary>Scratch memory for a tile.</summary>
    internal WorkspaceSize Size(int rows, bool explain)
    {
        int padded = 0, varying = 0;
        foreach (SupportVectorModel member in _members)
        {
            padded = Math.Max(padded, member.Vectors.PaddedCount);
            varying = Math.Max(varying, member.Screen.Centered.FeatureCount);
        }

        return explain
            ? new WorkspaceSize(
                checked(2 * padded + _members[0].FeatureCount + Workspace.DoublesFor(checked(rows * padded)) + Workspace.DoublesFor(checked(rows * varying)) +
                    rows * (varying + 1)),
                checked(padded + rows))
            : new WorkspaceSize(padded, 0);
    }

    /// <summary>o of every row.</summary>
    internal void Score(RowTile samples, TileScreens screens, Span<double> outlierness, ref Workspace workspace)
    {
        for (int r = 0; r < samples.Count; r++)
            outlierness[r] = Score(samples.Row(r), screens, r, ref workspace);
    }

    /// <summary>o, relevance (added to d zeros a row) and residual of every row.</summary>
    internal void Explain(
        RowTile samples,
        TileScreens screens,
        RelevanceRule rule,
        Span<double> outlierness,
        Span<double> relevance,
        Span<double> residual,
        ref Workspace workspace)
    {
        // One member's score comes with its weights.
        if (_members.Length > 1)
            Score(samples, screens, outlierness, ref workspace);
        for (int m = 0; m < _members.Length; m++)
        {
            (int, int) mark = workspace.Mark;
            Explain(m, samples, screens, rule, outlierness, relevance, residual, ref workspace);
            workspace.Release(mark);
        }
    }

    private double Score(ReadOnlySpan<float> sample, TileScreens screens, int r, ref Workspace workspace)
    {
        double sum = 0, error = 0;
        for (int m = 0; m < _members.Length; m++)
        {
            ScreenedPool pool = _members[m].Screen.Pool(screens[m, r]);
            sum += SupportVectorModel.NotNegative(pool.Outlierness);
            error += pool.Error;
        }

        return Decide(sample, screens, r, sum / _members.Length, error / _members.Length, ref workspace);
    }

    /// <summary>o as the screens have it, unless that may be off by too much.</summary>
    private double Decide(ReadOnlySpan<float> sample, TileScreens screens, int r, double o, double error, ref Workspace workspace)
    {
        bool needsExact = IsFinite(screens, r) && !(error <= ScoreTolerance * Math.Max(1, o));
        return needsExact ? ExactScore(sample, screens, r, ref workspace) : o;
    }

    private double ExactScore(ReadOnlySpan<float> sample, TileScreens screens, int r, ref Workspace workspace)
    {
        double sum = 0;
        for (int m = 0; m < _members.Length; m++)
        {
            (int, int) mark = workspace.Mark;
            sum += SupportVectorModel.NotNegative(_members[m].Pool(_members[m].ExactDistances(sample, screens[m, r], ref workspace)).Value);
            workspace.Release(mark);
        }

        return sum / _members.Length;
    }

    /// <summary>Whether the row itself is finite; if not, its screens' bases say what its score is.</summary>
    private bool IsFinite(TileScreens screens, int r)
    {
        for (int m = 0; m < _members.Length; m++)
        {
            if (!double.IsFinite(screens[m, r].Screen.Base))
                return false;
        }

        return true;
    }

    /// <summary>One member's share of all rows' relevance.</summary>
    private void Explain(
        int m,
        RowTile samples,
        TileScreens screens,
        RelevanceRule rule,
        Span<double> outlierness,
        Span<double> relevance,
        Span<double> residual,
        ref Workspace workspace)
    {
        SupportVectorModel member = _members[m];
        double share = 1.0 / _members.Length;
        var dense = new DenseRelevance(member, samples.Count, ref workspace);
        for (int r = 0; r < samples.Count; r++)
        {
            ScreenedRow row = screens[m, r];
            Span<float> weights = dense.NextWeights;
            ScreenedPool pool = member.Screen.Pool(row, weights);
            if (_members.Length == 1)
            {
                double screened = SupportVectorModel.NotNegative(pool.Outlierness);
                outlierness[r] = Decide(samples.Row(r), screens, r, screened, pool.Error, ref workspace);
            }

            if (!double.IsFinite(outlierness[r]))
                continue;

            Span<double> sums = relevance.Slice(r * samples.FeatureCount, samples.FeatureCount);
            if (!row.IsPruned && LaneCount.AtLeast(weights, (float)Elementary.Exp(-Negligible)) >= FewestDense(member) &&
                HasDigits(member, row, pool, rule))
            {
                residual[r] += dense.Add(samples.Row(r), r, row, pool, rule, share);
                continue;
            }

            if (SparseRelevance.TryAdd(
                member, samples.Row(r), row, pool, weights, rule, share, sums, out double rest, out double reach, ref workspace))
            {
                residual[r] += rest;
                continue;
            }

            (int, int) mark = workspace.Mark;
            residual[r] += AddExact(member, samples.Row(r), r, row, reach, rule, share, sums, ref dense, ref workspace);
            workspace.Release(mark);
        }

        dense.AddTo(samples, relevance, ref workspace);
    }

    /// <summary>
    /// Whether the screen's digits are enough for relevance, which is promised to (10⁻⁴ + 2·10⁻⁷·o) of its largest: a softmax weight is off by
    /// the error of its own h and by the mean error of all; a quotient o/d² of those too and of what γd² is summed from, relative to o;
    /// and sums by their own.
    /// </summary>
    private static bool HasDigits(SupportVectorModel member, ScreenedRow row, ScreenedPool pool, RelevanceRule rule)
    {
        double o = pool.Outlierness;
        if (!(o >= SmallestDense))
            return false;

        double smallest = o; // only above o is there a quotient
        if (rule == RelevanceRule.Conservative)
            smallest = Math.Min(o, row.Screen.Base + row.Screen.Minimum + member.Screen.SmallestLog);
        double ofDistances = (row.Screen.Base - 2 * member.Screen.SmallestLog) * RelevanceWeights.RoundingOfParts;
        double error = (pool.LargestError + pool.Error + ofDistances) * (1 + 1 / smallest) +
            WeightedSquares.RelativeError + RelevanceWeights.RelativeError;
        return smallest > 0 && error <= 0.98e-4 + 2e-7 * o;
    }

    /// <summary>How many support vectors must matter for all to be added up in float32; no number will do where γ does not suit it.</summary>
    private static double FewestDense(SupportVectorModel member) =>
        MemberScreen.SuitsFloats(member.Gamma) ? DenseFrom * member.SupportVectorCount : double.PositiveInfinity;

    /// <summary>Adds what the support vectors that matter pass on (eq 1.14), from distances in double; returns the residual.</summary>
    private static double AddExact(
        SupportVectorModel member,
        ReadOnlySpan<float> sample,
        int place,
        ScreenedRow row,
        double reach,
        RelevanceRule rule,
        double share,
        Span<double> relevance,
        ref DenseRelevance dense,
        ref Workspace workspace)
    {
        Span<double> distances = member.ExactDistances(sample, row, ref workspace, reach);
        Pooled pooled = member.Pool(distances);
        double o = SupportVectorModel.NotNegative(pooled.Value), residual = 0;
        Span<double> weights = workspace.Doubles(distances.Length);
        member.Weights(distances, pooled, weights);
        Span<int> chosen = workspace.Ints(distances.Length);
        double smallest = Elementary.Exp(-Math.Min(Negligible, reach));
        int count = 0;
        for (int i = 0; i < member.SupportVectorCount; i++)
        {
            if (weights[i] < smallest)
                continue;

            var passed = RelevanceShare.Of(rule, weights[i] / pooled.Sum, distances[i], member.Gamma, o);
            residual += share * passed.Residual;
            chosen[count] = i;
            weights[count++] = share * passed.Weight; // count ≤ i: what is overwritten has been read
        }

        if (count >= FewestDense(member))
            dense.Add(sample, place, chosen[..count], weights[..count]);
        else
            Relevance.AddWeightedSquares(sample, member.Vectors, chosen[..count], weights[..count], relevance);
        return residual;
    }
}
