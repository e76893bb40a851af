using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>A model of what is normal: scores how anomalous a row is and splits that score over the row's features.</summary>
/// <remarks>
/// <para>Immutable and safe to share between threads. One-row calls, once the process is warm, start no thread and allocate nothing (a
/// <see cref="GlobalTimesEnsemble"/> does both at its first explanation); batch calls use every core unless told otherwise and hold memory for tiles, never for rows × support vectors.</para>
/// <para>The same row gives the same bits: alone, in any batch, with any number of threads, at 512, 256 or 128 bits.</para>
/// <para>A NaN feature makes the score, the relevance and the residual NaN. Where every support vector differs by
/// about 1.8·10¹⁹ or more in some 64 features, or the score is beyond float, the score is +∞ and its explanation NaN. Differences are
/// squared in float32: data whose differences are below 10⁻¹⁹ must be scaled up first.</para>
/// <para>A model with a <see cref="Scaling"/> takes rows in the user's units and scales each before anything else; all of the above then
/// holds for the scaled row, and the bits are those of the model without it on rows scaled by hand.</para>
/// </remarks>
public abstract class OneClassModel
{
    /// <summary>Rows a tile of a batch holds: enough to reuse each panel of support vectors, few enough to stay in cache.</summary>
    private const int TileRows = 16;

    private readonly SupportVectorModel[] _members;
    private readonly DistanceBlock[] _blocks;
    private readonly SupportVectorModel[] _distinct;
    private readonly int _distancesPerRow;

    /// <summary>An ensemble of <paramref name="members"/>, all of the same number of features.</summary>
    private protected OneClassModel(SupportVectorModel[] members)
    {
        _members = members;
        FeatureCount = members[0].FeatureCount;
        (_blocks, _distinct, _distancesPerRow) = LayOut(members);
    }

    /// <summary>A model that is its own only member.</summary>
    private protected OneClassModel(int featureCount, int paddedCount)
    {
        _members = [(SupportVectorModel)this];
        _distinct = _members;
        _blocks = [new DistanceBlock(0, paddedCount)];
        _distancesPerRow = paddedCount;
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
            RowTile row = Scale(new RowTile(sample), ref workspace);
            Span<double> tile = ComputeDistances(row, workspace.Doubles(_distancesPerRow));
            var top = new TopPrototypes(prototypes);
            AddPrototypes(row.Row(0), new RowDistances(tile, _blocks, 1, 0), ref top, ref workspace);
            return top.Count;
        }
        finally
        {
            workspace.Dispose();
        }
    }

    /// <summary>Scratch memory for one row beyond its distances, for scoring or for explaining.</summary>
    private protected abstract WorkspaceSize RowSize(bool explain);

    /// <summary>The recipe: o of a row, from its distances to the members' support vectors. May refine distances in place.</summary>
    private protected abstract double Outlierness(ReadOnlySpan<float> sample, RowDistances distances, ref Workspace workspace);

    /// <summary>
    /// The same, and adds the row's relevance to <paramref name="relevance"/> (d zeros); the returned value is
    /// <see cref="Outlierness"/>'s, bit for bit, and finite wherever the rest is asked for.
    /// </summary>
    private protected abstract double Explain(
        ReadOnlySpan<float> sample,
        RowDistances distances,
        RelevanceRule rule,
        Span<double> relevance,
        out double residual,
        ref Workspace workspace);

    /// <summary>Offers every support vector's responsibility to <paramref name="top"/>.</summary>
    private protected abstract void AddPrototypes(
        ReadOnlySpan<float> sample, RowDistances distances, ref TopPrototypes top, ref Workspace workspace);

    /// <summary>A shallow copy with another scaling: all arrays, which nobody changes, are shared.</summary>
    internal OneClassModel CopyWithScaling(FeatureScaling? scaling)
    {
        var copy = (OneClassModel)MemberwiseClone();
        copy.Scaling = scaling;
        return copy;
    }

    private WorkspaceSize TileSize(int rows, bool explain)
    {
        WorkspaceSize row = RowSize(explain);
        int scaled = Scaling is null ? 0 : Workspace.DoublesFor(checked(rows * FeatureCount));
        return new WorkspaceSize(checked(rows * _distancesPerRow + scaled + row.Doubles + (explain ? FeatureCount : 0)), row.Ints);
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

    private Span<double> ComputeDistances(RowTile rows, Span<double> tile)
    {
        int done = 0;
        foreach (SupportVectorModel member in _distinct)
        {
            int length = rows.Count * member.Packed.PaddedCount;
            SquaredDistances.Compute(rows, member.Packed, tile.Slice(done, length));
            done += length;
        }

        return tile;
    }

    private void ScoreTile(RowTile rows, Span<float> outlierness)
    {
        var workspace = new Workspace(TileSize(rows.Count, explain: false));
        try
        {
            rows = Scale(rows, ref workspace);
            Span<double> tile = ComputeDistances(rows, workspace.Doubles(rows.Count * _distancesPerRow));
            (int, int) mark = workspace.Mark;
            for (int r = 0; r < rows.Count; r++)
            {
                outlierness[r] = (float)Outlierness(rows.Row(r), new RowDistances(tile, _blocks, rows.Count, r), ref workspace);
                workspace.Release(mark);
            }
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
            rows = Scale(rows, ref workspace);
            Span<double> tile = ComputeDistances(rows, workspace.Doubles(rows.Count * _distancesPerRow));
            (int, int) mark = workspace.Mark;
            for (int r = 0; r < rows.Count; r++)
            {
                Span<float> target = MemoryMarshal.CreateSpan(ref relevance.Reference(r), FeatureCount);
                var distances = new RowDistances(tile, _blocks, rows.Count, r);
                float o = ExplainRow(rows.Row(r), distances, rule, target, out float rest, ref workspace);
                if (!outlierness.IsEmpty)
                    outlierness[r] = o;
                if (!residual.IsEmpty)
                    residual[r] = rest;
                workspace.Release(mark);
            }
        }
        finally
        {
            workspace.Dispose();
        }
    }

    private float ExplainRow(
        ReadOnlySpan<float> sample,
        RowDistances distances,
        RelevanceRule rule,
        Span<float> relevance,
        out float residual,
        ref Workspace workspace)
    {
        Span<double> sums = workspace.Zeros(FeatureCount);
        float outlierness = (float)Explain(sample, distances, rule, sums, out double rest, ref workspace);
        if (!float.IsFinite(outlierness))
        {
            // Nothing finite to share out: say so in every feature rather than hide it in one.
            relevance.Fill(float.NaN);
            residual = float.NaN;
            return outlierness;
        }

        // Relevance is a sum of squares; the cross terms of Times may leave −1e-17 where 0 is meant.
        for (int j = 0; j < sums.Length; j++)
            relevance[j] = (float)Math.Max(sums[j], 0);
        residual = (float)rest;
        return outlierness;
    }

    private static (DistanceBlock[] Blocks, SupportVectorModel[] Distinct, int Length) LayOut(SupportVectorModel[] members)
    {
        var blocks = new DistanceBlock[members.Length];
        var distinct = new List<SupportVectorModel>();
        int length = 0;
        for (int i = 0; i < members.Length; i++)
        {
            // A member that stands twice (C × C) has its distances computed once.
            int twin = Array.IndexOf(members, members[i], 0, i);
            if (twin >= 0)
            {
                blocks[i] = blocks[twin];
                continue;
            }

            blocks[i] = new DistanceBlock(length, members[i].Packed.PaddedCount);
            length = checked(length + members[i].Packed.PaddedCount);
            distinct.Add(members[i]);
        }

        return (blocks, [.. distinct], length);
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
