using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>A model of what is normal: scores how anomalous a row is and splits that score over the row's features.</summary>
/// <remarks>
/// <para>Immutable and safe to share between threads. One-row calls, once the process is warm, start no thread and allocate nothing (a
/// <see cref="GlobalTimesEnsemble"/> does both at its first explanation, a <see cref="LocalTimesEnsemble"/> allocates at the first to which nearly
/// all edges matter; where a full garbage collection has emptied the shared array pool, the next call fills it again); batch calls use every core unless told otherwise and hold memory for tiles, never for rows × support vectors.</para>
/// <para>The same row gives the same bits: alone, in any batch, with any number of threads, at 512, 256 or 128 bits.</para>
/// <para>A NaN feature makes the score, the relevance and the residual NaN. Where the score is beyond float, or a feature is that far from
/// the mean of a member's support vectors, the score is +∞ and its explanation NaN. Data in any unit keep their digits with a γ that goes
/// with it; from about 10¹⁷ on and below 10⁻¹⁸ every row is computed in double, at the speed of that.</para>
/// <para>A model with a <see cref="Scaling"/> takes rows in the user's units and scales each before anything else; all of the above then
/// holds for the scaled row, and the bits are those of the model without it on rows scaled by hand.</para>
/// </remarks>
public abstract class OneClassModel
{
    /// <summary>Rows a tile of a batch holds: enough to reuse each panel of support vectors, few enough that their distances stay in cache.</summary>
    private const int TileRows = 64;

    /// <summary>Doubles that a <see cref="RowScreen"/> takes.</summary>
    private static readonly int s_screenDoubles = (Unsafe.SizeOf<RowScreen>() + sizeof(double) - 1) / sizeof(double);

    private readonly SupportVectorModel[] _members;
    private readonly DistanceBlock[] _blocks;
    private readonly SupportVectorModel[] _distinct;
    private readonly int _distancesPerRow;
    private readonly int _survivorsPerRow;

    /// <summary>An ensemble of <paramref name="members"/>, all of the same number of features; whether its recipe takes pruned rows.</summary>
    private protected OneClassModel(SupportVectorModel[] members, bool prunes)
    {
        _members = members;
        FeatureCount = members[0].FeatureCount;
        (_blocks, _distinct) = LayOut(members, prunes);
        DistanceBlock last = _blocks.MaxBy(block => block.Member);
        _distancesPerRow = checked(last.Start + last.PaddedCount);
        _survivorsPerRow = last.SurvivorStart + last.SurvivorLength;
    }

    /// <summary>A model that is its own only member.</summary>
    private protected OneClassModel(int featureCount, int paddedCount, int survivorLength)
    {
        _members = [(SupportVectorModel)this];
        _distinct = _members;
        _blocks = [new DistanceBlock(0, 0, paddedCount, 0, survivorLength)];
        _distancesPerRow = paddedCount;
        _survivorsPerRow = survivorLength;
        FeatureCount = featureCount;
    }

    /// <summary>d: how many features a row has.</summary>
    public int FeatureCount { get; }

    /// <summary>
    /// The members; a single model is its own only member. Members have no scaling of their own: where the model has one, they are
    /// in scaled units.
    /// </summary>
    public IReadOnlyList<SupportVectorModel> Members => _members;

    /// <summary>
    /// What rows go through before the members see them; null where they are taken as they are.
    /// <see cref="ScaledModels.WithScaling"/> gives a model one.
    /// </summary>
    public FeatureScaling? Scaling { get; private set; }

    /// <summary>How anomalous a row is (outlierness o): 0 at the heart of the normal, larger is more anomalous.</summary>
    /// <param name="sample">FeatureCount values, in training order.</param>
    /// <returns>o ≥ 0 in nats, the negative log of a sum of kernels; it grows like γ·distance² far away and never saturates.</returns>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public float Score(ReadOnlySpan<float> sample)
    {
        CheckSample(sample);
        float outlierness = 0;
        ScoreTile(new RowTile(sample), new Span<float>(ref outlierness));
        return outlierness;
    }

    /// <summary>Scores every row of a batch.</summary>
    /// <param name="samples">n × FeatureCount.</param>
    /// <param name="outlierness">Receives n values; may be longer, the rest stays as it is.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    /// <exception cref="ArgumentException">Another number of features, or too little room.</exception>
    /// <exception cref="OperationCanceledException">Asked for; some of <paramref name="outlierness"/> may be written.</exception>
    public unsafe void Score(ReadOnlySpan2D<float> samples, Span<float> outlierness, BatchOptions options = default)
    {
        CheckSamples(samples);
        CheckRoom(outlierness.Length, samples.Height, nameof(outlierness));
        nint stride = RowTile.Stride(samples);
        fixed (float* x = samples)
        fixed (float* o = outlierness)
        {
            // A lambda may hold a pointer, not a span; all stays pinned until the batch is done.
            float* rows = x, scores = o;
            BatchRunner.Run(samples.Height, TileRows, options, (first, count) =>
                ScoreTile(new RowTile(ref rows[first * stride], stride, count, FeatureCount), new Span<float>(scores + first, count)));
        }
    }

    /// <summary>Scores every row of a batch into a new array of n values.</summary>
    /// <param name="samples">n × FeatureCount.</param>
    /// <exception cref="ArgumentException">Another number of features.</exception>
    public float[] Score(ReadOnlySpan2D<float> samples)
    {
        float[] outlierness = new float[samples.Height];
        Score(samples, outlierness);
        return outlierness;
    }

    /// <summary>Splits a row's outlierness over its features and returns it.</summary>
    /// <param name="sample">FeatureCount values, in training order.</param>
    /// <param name="relevance">
    /// Receives FeatureCount values R_j ≥ 0, in the unit of the score; may be longer, the rest stays as it is. Must not overlap
    /// <paramref name="sample"/>.
    /// </param>
    /// <param name="rule">How relevance is given to features.</param>
    /// <returns>What <see cref="Score(ReadOnlySpan{float})"/> returns, bit for bit.</returns>
    /// <exception cref="ArgumentException">Another number of features, too little room, or an unknown rule.</exception>
    public float Explain(ReadOnlySpan<float> sample, Span<float> relevance, RelevanceRule rule = RelevanceRule.Thesis) =>
        Explain(sample, relevance, out _, rule);

    /// <summary>Splits a row's outlierness over its features, tells what belongs to none of them, and returns it.</summary>
    /// <param name="sample">FeatureCount values, in training order.</param>
    /// <param name="relevance">Receives FeatureCount values R_j ≥ 0; must not overlap <paramref name="sample"/>.</param>
    /// <param name="residual">
    /// The part of the score that belongs to no feature: Σ_j R_j + residual = score, within the score's own error (10⁻⁵·max(1, score)).
    /// </param>
    /// <param name="rule">How relevance is given to features.</param>
    /// <returns>What <see cref="Score(ReadOnlySpan{float})"/> returns, bit for bit.</returns>
    /// <exception cref="ArgumentException">Another number of features, too little room, or an unknown rule.</exception>
    public float Explain(
        ReadOnlySpan<float> sample, Span<float> relevance, out float residual, RelevanceRule rule = RelevanceRule.Thesis)
    {
        CheckSample(sample);
        CheckRoom(relevance.Length, FeatureCount, nameof(relevance));
        CheckRule(rule);
        float outlierness = 0;
        residual = 0;
        ExplainTile(
            new RowTile(sample), new RowTile(relevance[..FeatureCount]), new Span<float>(ref outlierness), new Span<float>(ref residual), rule);
        return outlierness;
    }

    /// <summary>Explains every row of a batch.</summary>
    /// <param name="samples">n × FeatureCount.</param>
    /// <param name="relevance">Receives n × FeatureCount values; must not overlap <paramref name="samples"/>.</param>
    /// <param name="outlierness">Receives n scores, or is empty.</param>
    /// <param name="residual">Receives n residuals, or is empty.</param>
    /// <param name="rule">How relevance is given to features.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    /// <exception cref="ArgumentException">Another number of features, too little room, or an unknown rule.</exception>
    /// <exception cref="OperationCanceledException">Asked for; some of the outputs may be written.</exception>
    public unsafe void Explain(
        ReadOnlySpan2D<float> samples,
        Span2D<float> relevance,
        Span<float> outlierness = default,
        Span<float> residual = default,
        RelevanceRule rule = RelevanceRule.Thesis,
        BatchOptions options = default)
    {
        CheckSamples(samples);
        CheckRule(rule);
        if (samples.Height == 0)
            return;
        if (relevance.Height < samples.Height || relevance.Width != FeatureCount)
        {
            throw new ArgumentException(
                $"relevance is {relevance.Height} × {relevance.Width}; expected {samples.Height} × {FeatureCount}.", nameof(relevance));
        }

        if (!outlierness.IsEmpty)
            CheckRoom(outlierness.Length, samples.Height, nameof(outlierness));
        if (!residual.IsEmpty)
            CheckRoom(residual.Length, samples.Height, nameof(residual));

        nint stride = RowTile.Stride(samples);
        nint relevanceStride = RowTile.Stride(relevance);
        bool wantsScores = !outlierness.IsEmpty, wantsResiduals = !residual.IsEmpty;
        fixed (float* x = samples)
        fixed (float* r = relevance)
        fixed (float* o = outlierness)
        fixed (float* e = residual)
        {
            float* rows = x, heat = r, scores = o, rest = e;
            BatchRunner.Run(samples.Height, TileRows, options, (first, count) =>
                ExplainTile(
                    new RowTile(ref rows[first * stride], stride, count, FeatureCount),
                    new RowTile(ref heat[first * relevanceStride], relevanceStride, count, FeatureCount),
                    wantsScores ? new Span<float>(scores + first, count) : default,
                    wantsResiduals ? new Span<float>(rest + first, count) : default,
                    rule));
        }
    }

    /// <summary>The support vectors that answer for a row's outlierness, most responsible first.</summary>
    /// <param name="sample">FeatureCount values, in training order.</param>
    /// <param name="prototypes">Receives as many as there is room for; ties: smaller member, then smaller support vector, first.</param>
    /// <returns>How many were written: the room, or all support vectors of all members. Where the score is not finite they say nothing.</returns>
    /// <exception cref="ArgumentException">Another number of features.</exception>
    public int FindPrototypes(ReadOnlySpan<float> sample, Span<Prototype> prototypes)
    {
        CheckSample(sample);
        var workspace = new Workspace(TileSize(1, explain: true));
        try
        {
            Span<float> relative = workspace.Floats(RelativeLength(1));
            RowTile row = Scale(new RowTile(sample), ref workspace);
            TileScreens screens = ScreenRows(row, relative, survivors: default, ref workspace);
            var top = new TopPrototypes(prototypes);
            AddPrototypes(row.Row(0), screens, ref top, ref workspace);
            return top.Count;
        }
        finally
        {
            workspace.Dispose();
        }
    }

    /// <summary>Scratch memory for a tile beyond its screens, for scoring or for explaining.</summary>
    private protected abstract WorkspaceSize RowSize(int rows, bool explain);

    /// <summary>The recipe: o of every row, from its screens.</summary>
    private protected abstract void Outlierness(RowTile samples, TileScreens screens, Span<double> outlierness, ref Workspace workspace);

    /// <summary>
    /// The same, and adds each row's relevance to d of <paramref name="relevance"/> (zeros) and its residual to one of
    /// <paramref name="residual"/> (zeros). What is put in <paramref name="outlierness"/> is what <see cref="Outlierness"/> does, bit for bit;
    /// a row where that is not finite gets nothing.
    /// </summary>
    private protected abstract void Explain(
        RowTile samples,
        TileScreens screens,
        RelevanceRule rule,
        Span<double> outlierness,
        Span<double> relevance,
        Span<double> residual,
        ref Workspace workspace);

    /// <summary>Offers every support vector's responsibility for the tile's one row to <paramref name="top"/>.</summary>
    private protected abstract void AddPrototypes(
        ReadOnlySpan<float> sample, TileScreens screens, ref TopPrototypes top, ref Workspace workspace);

    /// <summary>A shallow copy with another scaling: all arrays, which nobody changes, are shared.</summary>
    internal OneClassModel CopyWithScaling(FeatureScaling? scaling)
    {
        var copy = (OneClassModel)MemberwiseClone();
        copy.Scaling = scaling;
        return copy;
    }

    private WorkspaceSize TileSize(int rows, bool explain)
    {
        WorkspaceSize own = RowSize(rows, explain);
        int screening = 0, screeningInts = 0;
        foreach (SupportVectorModel member in _distinct)
        {
            WorkspaceSize size = member.Screen.WorkspaceFor(rows);
            screening = Math.Max(screening, size.Doubles);
            screeningInts = Math.Max(screeningInts, size.Ints);
        }

        int scaled = Scaling is null ? 0 : Workspace.DoublesFor(checked(rows * FeatureCount));
        int screens = checked(
            Workspace.DoublesFor(RelativeLength(rows)) + Workspace.DoublesFor(rows * _survivorsPerRow) +
            s_screenDoubles * rows * _distinct.Length);
        int results = checked(rows * (explain ? FeatureCount + 2 : 1));
        return new WorkspaceSize(checked(scaled + screens + results + Math.Max(screening, own.Doubles)), Math.Max(screeningInts, own.Ints));
    }

    /// <summary>The rows as the members know them: scaled into the workspace, or the user's own where there is no scaling.</summary>
    private RowTile Scale(RowTile rows, scoped ref Workspace workspace)
    {
        if (Scaling is null)
            return rows;

        Span<float> scaled = workspace.Floats(rows.Count * FeatureCount);
        for (int r = 0; r < rows.Count; r++)
            Scaling.Apply(rows.Row(r), scaled.Slice(r * FeatureCount, FeatureCount));
        return new RowTile(ref MemoryMarshal.GetReference(scaled), FeatureCount, rows.Count, FeatureCount);
    }

    /// <summary>Floats that the relative effective distances of so many rows take; taken first, so that they start with a cache line.</summary>
    private int RelativeLength(int rows) => checked(MemberScreen.RoomFor(rows) * _distancesPerRow);

    private TileScreens ScreenRows(
        scoped RowTile rows, Span<float> relative, Span<float> survivors, scoped ref Workspace workspace)
    {
        Span<RowScreen> facts = MemoryMarshal.Cast<double, RowScreen>(workspace.Doubles(s_screenDoubles * rows.Count * _distinct.Length));
        var screens = new TileScreens(relative, survivors, facts, _blocks, rows.Count);
        (int, int) mark = workspace.Mark;
        for (int i = 0; i < _members.Length; i++)
        {
            // A member that stands twice (C × C) is screened once.
            if (Array.IndexOf(_members, _members[i], 0, i) >= 0)
                continue;
            _members[i].Screen.Compute(rows, screens.Relative(i), screens.Survivors(i), screens.Screens(i), ref workspace);
            workspace.Release(mark);
        }

        return screens;
    }

    private void ScoreTile(RowTile rows, Span<float> outlierness)
    {
        var workspace = new Workspace(TileSize(rows.Count, explain: false));
        try
        {
            Span<float> relative = workspace.Floats(RelativeLength(rows.Count));
            rows = Scale(rows, ref workspace);
            Span<double> scores = workspace.Doubles(rows.Count);
            TileScreens screens = ScreenRows(rows, relative, workspace.Floats(rows.Count * _survivorsPerRow), ref workspace);
            Outlierness(rows, screens, scores, ref workspace);
            for (int r = 0; r < rows.Count; r++)
                outlierness[r] = (float)scores[r];
        }
        finally
        {
            workspace.Dispose();
        }
    }

    private void ExplainTile(RowTile rows, RowTile relevance, Span<float> outlierness, Span<float> residual, RelevanceRule rule)
    {
        var workspace = new Workspace(TileSize(rows.Count, explain: true));
        try
        {
            Span<float> relative = workspace.Floats(RelativeLength(rows.Count));
            rows = Scale(rows, ref workspace);
            Span<double> scores = workspace.Doubles(rows.Count), rests = workspace.Zeros(rows.Count);
            Span<double> sums = workspace.Zeros(rows.Count * FeatureCount);
            TileScreens screens = ScreenRows(rows, relative, workspace.Floats(rows.Count * _survivorsPerRow), ref workspace);
            Explain(rows, screens, rule, scores, sums, rests, ref workspace);
            for (int r = 0; r < rows.Count; r++)
            {
                Span<float> target = MemoryMarshal.CreateSpan(ref relevance.Reference(r), FeatureCount);
                float o = (float)scores[r];
                Finish(sums.Slice(r * FeatureCount, FeatureCount), o, target);
                if (!outlierness.IsEmpty)
                    outlierness[r] = o;
                if (!residual.IsEmpty)
                    residual[r] = float.IsFinite(o) ? (float)rests[r] : float.NaN;
            }
        }
        finally
        {
            workspace.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(Span<double> sums, float outlierness, Span<float> relevance)
    {
        if (!float.IsFinite(outlierness))
        {
            // Nothing finite to share out: say so in every feature rather than hide it in one.
            relevance.Fill(float.NaN);
            return;
        }

        // Relevance is a sum of squares; the cross terms of Times may leave −1e-17 where 0 is meant. Neither step can depend on the width.
        TensorPrimitives.Max(sums, 0, sums);
        TensorPrimitives.ConvertTruncating(sums, relevance);
    }

    private static (DistanceBlock[] Blocks, SupportVectorModel[] Distinct) LayOut(SupportVectorModel[] members, bool prunes)
    {
        var blocks = new DistanceBlock[members.Length];
        var distinct = new List<SupportVectorModel>();
        int length = 0, survivors = 0;
        for (int i = 0; i < members.Length; i++)
        {
            // A member that stands twice (C × C) has its distances computed once.
            int twin = Array.IndexOf(members, members[i], 0, i);
            if (twin >= 0)
            {
                blocks[i] = blocks[twin];
                continue;
            }

            int survivorLength = prunes ? members[i].Screen.SurvivorLength : 0;
            blocks[i] = new DistanceBlock(distinct.Count, length, members[i].Vectors.PaddedCount, survivors, survivorLength);
            length = checked(length + members[i].Vectors.PaddedCount);
            survivors += survivorLength;
            distinct.Add(members[i]);
        }

        return (blocks, [.. distinct]);
    }

    private void CheckSample(ReadOnlySpan<float> sample)
    {
        if (sample.Length != FeatureCount)
            throw new ArgumentException($"sample has {sample.Length} values; the model expects {FeatureCount}.", nameof(sample));
    }

    private void CheckSamples(ReadOnlySpan2D<float> samples)
    {
        if (samples.Height > 0 && samples.Width != FeatureCount)
            throw new ArgumentException($"samples have {samples.Width} features; the model expects {FeatureCount}.", nameof(samples));
    }

    private static void CheckRoom(int length, int needed, string name)
    {
        if (length < needed)
            throw new ArgumentException($"{name} has room for {length} values; {needed} are needed.", name);
    }

    private static void CheckRule(RelevanceRule rule)
    {
        if (rule is not (RelevanceRule.Thesis or RelevanceRule.Conservative))
            throw new ArgumentOutOfRangeException(nameof(rule), $"rule is {(int)rule}; expected Thesis or Conservative.");
    }
}
