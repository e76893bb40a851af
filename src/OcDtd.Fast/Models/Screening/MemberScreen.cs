using System.Runtime.CompilerServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>
/// Effective distances of rows to one member's support vectors by the fast kernels, v_i = h_i − base in float32, and a rigorous bound of how far
/// each is off: by integers where row and support vectors are 8-bit images, by dot products in float32 else, after pruning where that pays.
/// </summary>
internal sealed class MemberScreen
{
    /// <summary>Support vectors this much further (in h) than the nearest cannot matter: 36 leaves 2·10⁻¹⁶ of the largest.</summary>
    internal const double Negligible = 36;

    /// <summary>2⁻²⁴, and 3 % for what is not of first order in it.</summary>
    internal const double FirstOrder = 1.03 / (1 << 24);

    private readonly DotScreen _dots;
    private readonly EightBitScreen? _eightBit;
    private readonly PrunedScreen? _pruned;
    private readonly AlignedArray<float> _logs;
    private readonly double _largestRoundingNorm;
    private readonly double _logCount;

    /// <summary>Packs <paramref name="vectors"/>.</summary>
    internal MemberScreen(SupportVectorRows vectors, ReadOnlySpan<double> logDualCoefficients, double gamma)
    {
        Centered = new CenteredSupportVectors(vectors);
        _dots = new DotScreen(Centered, logDualCoefficients, gamma);
        _eightBit = EightBitScreen.TryCreate(vectors, Centered, logDualCoefficients, gamma);

        // Integers alone are as fast as bounds and what they leave.
        _pruned = _eightBit is null ? PrunedScreen.TryCreate(Centered, logDualCoefficients, gamma) : null;
        _logs = new AlignedArray<float>(vectors.PaddedCount);
        _logCount = Elementary.Log(vectors.Count);
        for (int i = 0; i < vectors.Count; i++)
        {
            _logs[i] = (float)logDualCoefficients[i];
            SmallestLog = Math.Min(SmallestLog, logDualCoefficients[i]);
            _largestRoundingNorm = Math.Max(_largestRoundingNorm, Centered.RoundingNorms[i]);
        }
    }

    /// <summary>The support vectors as the screen reads them.</summary>
    internal CenteredSupportVectors Centered { get; }

    /// <summary>Whether rows that are 8-bit images are scored by integers.</summary>
    internal bool IsEightBit => _eightBit is not null;

    /// <summary>Features of the bounds that rows are pruned by; 0 where pruning would not pay.</summary>
    internal int BoundFeatures => _pruned?.BoundFeatures ?? 0;

    /// <summary>Floats that a row's survivors take.</summary>
    internal int SurvivorLength => 2 * (_pruned?.Capacity ?? 0);

    /// <summary>log a_i in float32; 0 for padding.</summary>
    internal ReadOnlySpan<float> Logs => _logs.Span;

    /// <summary>The smallest log a_i.</summary>
    internal double SmallestLog { get; }

    /// <summary>Scratch memory that <see cref="Compute"/> takes for so many rows.</summary>
    internal WorkspaceSize WorkspaceFor(int rows) => new(
        checked(Math.Max(_dots.WorkspaceFor(rows), _pruned?.WorkspaceFor(rows) ?? 0) + Workspace.DoublesFor(Centered.ScratchLength)),
        _eightBit is null ? 0 : checked(rows * (_eightBit.PackedLength + 1)));

    /// <summary>Rows that the relative effective distances of so many rows take: whole groups, also where the last are on their own.</summary>
    internal static int RoomFor(int rows) =>
        rows == 1 ? 1 : (rows + DotProducts.RowGroup - 1) / DotProducts.RowGroup * DotProducts.RowGroup + DotProducts.RowGroup;

    /// <summary>Screens all <paramref name="rows"/>.</summary>
    /// <param name="rows">Rows in the model's units.</param>
    /// <param name="relative">Receives v, PaddedCount a row; has room for <see cref="RoomFor"/> rows.</param>
    /// <param name="survivors">Receives survivors, <see cref="SurvivorLength"/> a row; empty where nothing is to be pruned.</param>
    /// <param name="screens">Receives what goes with them.</param>
    /// <param name="workspace">Scratch memory.</param>
    internal void Compute(
        scoped RowTile rows,
        scoped Span<float> relative,
        scoped Span<float> survivors,
        scoped Span<RowScreen> screens,
        scoped ref Workspace workspace)
    {
        if (_eightBit is null)
        {
            ComputeFloats(rows, relative, survivors, screens, ref workspace);
            return;
        }

        int padded = _logs.Length, length = _eightBit.PackedLength;
        Span<int> packed = workspace.Ints(rows.Count * length), isEightBit = workspace.Ints(rows.Count);
        Span<float> scratch = workspace.Floats(Centered.ScratchLength);
        for (int r = 0; r < rows.Count; r++)
            isEightBit[r] = _eightBit.TryPrepare(rows.Row(r), packed.Slice(r * length, length), scratch, out screens[r]) ? 1 : 0;

        // Runs of one kind together, in order: a run's last group of rows may write beyond it.
        for (int first = 0; first < rows.Count;)
        {
            int kind = isEightBit[first], end = first + 1;
            while (end < rows.Count && isEightBit[end] == kind)
                end++;
            Span<float> ofRun = relative[(first * padded)..];
            Span<RowScreen> screensOfRun = screens[first..end];
            (int, int) mark = workspace.Mark;
            if (kind == 1)
            {
                _eightBit.Compute(packed[(first * length)..(end * length)], ofRun, screensOfRun);
            }
            else
            {
                Span<float> survivorsOfRun = survivors.IsEmpty ? survivors : survivors[(first * SurvivorLength)..];
                ComputeFloats(rows.Slice(first, end - first), ofRun, survivorsOfRun, screensOfRun, ref workspace);
            }

            workspace.Release(mark);
            first = end;
        }
    }

    private void ComputeFloats(
        scoped RowTile rows,
        scoped Span<float> relative,
        scoped Span<float> survivors,
        scoped Span<RowScreen> screens,
        scoped ref Workspace workspace)
    {
        if (_pruned is null || survivors.IsEmpty)
        {
            _dots.Compute(rows, relative, screens, ref workspace);
            return;
        }

        (int, int) mark = workspace.Mark;
        _pruned.Compute(rows, relative, survivors, screens, ref workspace);
        for (int r = 0; r < rows.Count; r++)
        {
            workspace.Release(mark);
            if (screens[r].Survivors < 0)
                _dots.Compute(rows.Slice(r, 1), relative[(r * _logs.Length)..], screens.Slice(r, 1), ref workspace);
        }
    }

    /// <summary>
    /// Whether float32 has room and digits for squares of differences that matter at width <paramref name="gamma"/>, and for weights up
    /// to γ.
    /// </summary>
    internal static bool SuitsFloats(double gamma) => gamma is >= 1e-30 and <= 1e30;

    /// <summary>Pools a row; <paramref name="weights"/> receives w_i or is empty.</summary>
    internal ScreenedPool Pool(ScreenedRow row, Span<float> weights = default)
    {
        RowScreen screen = row.Screen;
        if (!double.IsFinite(screen.Base))
            return new ScreenedPool(screen.Base, 0, 0, double.IsNaN(screen.Base) ? double.NaN : double.PositiveInfinity);

        if (row.IsPruned)
            return PoolSurvivors(row, weights);

        RelativePool pool = RelativeSoftMinimum.Pool(row.Relative, screen.Minimum, Centered.RoundingNorms, weights);
        double logSum = Elementary.Log(pool.Sum), o = screen.Base + pool.Minimum - logSum;
        double largest = LargestError(screen);

        // log Σ w·e^e ≤ log Σ w + the mean of e^e − 1.
        double growth = largest <= 0.01 ? 1.01 : largest <= 1 ? 1.72 : double.PositiveInfinity;
        double mean = screen.Slope * pool.MeanBound + screen.Offset;
        return new ScreenedPool(o, growth * mean + RelativeSoftMinimum.SumErrorOf(_logCount - logSum), largest, pool.Sum);
    }

    /// <summary>Of a pruned row only its survivors' weights are written.</summary>
    private ScreenedPool PoolSurvivors(ScreenedRow row, Span<float> weights)
    {
        RowScreen screen = row.Screen;
        Span<float> values = row.SurvivorValues;
        if (!weights.IsEmpty)
            weights = weights[..values.Length];

        // Survivors share one bound: whatever is averaged here, it is not used.
        RelativePool pool = RelativeSoftMinimum.Pool(values, 0, Centered.RoundingNorms[..values.Length], weights);
        double logSum = Elementary.Log(pool.Sum);
        double error = 1.01 * screen.SurvivorError + PrunedScreen.LeftOut + RelativeSoftMinimum.SumErrorOf(_logCount - logSum);
        return new ScreenedPool(
            screen.Smallest - logSum,
            screen.SurvivorError <= 0.01 ? error : double.PositiveInfinity,
            screen.SurvivorError,
            pool.Sum);
    }

    /// <summary>By how much v_i may be off.</summary>
    internal double Error(RowScreen screen, int i) =>
        screen.Slope * Centered.RoundingNorms[i] + screen.Offset;

    /// <summary>By how much any v may be off.</summary>
    internal double LargestError(RowScreen screen) =>
        screen.Slope * _largestRoundingNorm + screen.Offset;

    /// <summary>What v_i less its error must not exceed if h_i is within <paramref name="reach"/> of the smallest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double LargestThatMatters(ScreenedRow row, double reach)
    {
        if (row.IsPruned)
            return row.Screen.Smallest + row.Screen.SurvivorError - row.Screen.Base + reach;

        double smallest = double.PositiveInfinity;
        for (int i = 0; i < Centered.Varying.Count; i++)
            smallest = Math.Min(smallest, row.Relative[i] + Error(row.Screen, i)); // NaN stays NaN
        return smallest + reach;
    }
}

/// <summary>What a screen's pool says.</summary>
/// <param name="Outlierness">o, which rounding may have taken below 0.</param>
/// <param name="Error">By how much it may be off.</param>
/// <param name="LargestError">By how much any h may be off.</param>
/// <param name="Sum">Σ w_i; +∞ where the row is infinite.</param>
internal readonly record struct ScreenedPool(double Outlierness, double Error, double LargestError, double Sum);
