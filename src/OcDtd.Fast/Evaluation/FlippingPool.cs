using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Evaluation;

/// <summary>The log-sum-exp of every place of a pixel-flipping curve, streamed over blocks of 64 support vectors.</summary>
/// <remarks>
/// Place p is step d − p: at place 0 all features are masked. Places are pooled in stretches (<see cref="FlippingSums"/>), each relative to
/// one shift: the smallest effective distance at its head when it was first pooled, lowered where a block comes far closer. Memory is
/// O(places), whatever the number of support vectors. What is decided here (stretches, shifts, what is left out) depends on the row, its
/// order and the model alone.
/// </remarks>
internal sealed class FlippingPool : IDisposable
{
    /// <summary>
    /// Support vectors further than this beyond the nearest, wherever they are in a stretch, are left out of it: together under 8·10⁻⁸
    /// for up to 100,000 of them.
    /// </summary>
    private const double Negligible = 28;

    /// <summary>A block closer by this lowers the shift: powers stay below 2⁶⁴, and sums of them far from overflowing.</summary>
    private const double Closer = 44;

    /// <summary>
    /// Where the nearest support vector moves away by more than this within a stretch, what the smallest power stands for would show:
    /// e^−87 beside e^−60.
    /// </summary>
    private const double Furthest = 60;

    /// <summary>How far the first support vector may move away within a stretch.</summary>
    private const double Reach = 20;

    /// <summary>Blocks after which sums go over to double: each adds one rounding, 2⁻²⁴.</summary>
    private const int BlocksBetweenFlushes = 8;

    private readonly double _gamma;
    private readonly int _longest;
    private readonly int _places;
    private readonly AlignedFloats _floats;
    private readonly double[] _totals;
    private readonly List<Stretch> _stretches = [];
    private readonly double[] _negativeLog = new double[FlippingSums.BlockSize];
    private readonly double[] _distances = new double[FlippingSums.BlockSize];
    private readonly double[] _effective = new double[FlippingSums.BlockSize];
    private int _blocks;

    /// <summary>Prepares <paramref name="places"/> places in stretches of at most <paramref name="longest"/>, all sums empty.</summary>
    /// <param name="gamma">Kernel width.</param>
    /// <param name="places">How many places are pooled.</param>
    /// <param name="room">How many panels have room for.</param>
    /// <param name="longest">Places in a stretch at most.</param>
    internal FlippingPool(double gamma, int places, int room, int longest)
    {
        _gamma = gamma;
        _places = places;
        _longest = longest;
        _totals = new double[places];
        _floats = new AlignedFloats(checked((room + 2) * FlippingSums.BlockSize + places * FlippingSums.Lanes));
        Powers = new FloatRange(0, FlippingSums.BlockSize);
        Squares = new FloatRange(Powers.End, FlippingSums.BlockSize);
        Differences = new FloatRange(Squares.End, room * FlippingSums.BlockSize);
        Sums = new FloatRange(Differences.End, places * FlippingSums.Lanes);
        In(Sums).Clear();
        Panels[..FlippingSums.BlockSize].Clear();
    }

    /// <summary>Room × 64 differences of the next block, place by place; those of place 0 stay zero.</summary>
    internal Span<float> Panels => In(Differences);

    /// <summary>−log of the weights of the next block; +∞ for a support vector that is not there.</summary>
    internal Span<double> NegativeLog => _negativeLog;

    private FloatRange Powers { get; }

    private FloatRange Squares { get; }

    private FloatRange Differences { get; }

    private FloatRange Sums { get; }

    /// <summary>Adds the block that <see cref="Panels"/> and <see cref="NegativeLog"/> hold.</summary>
    internal void AddBlock()
    {
        if (_stretches.Count == 0)
            LayOutStretches();

        var block = new FlippingBlock(_distances, _effective, In(Powers), In(Squares));
        block.Distances.Clear();
        block.Squares.Clear();
        foreach (Stretch stretch in _stretches)
            Add(stretch, block);

        if (++_blocks % BlocksBetweenFlushes == 0)
            Flush(0, _places);
    }

    /// <summary>Takes the last sums over; to be called once before what follows.</summary>
    internal void Finish() => Flush(0, _places);

    /// <summary>Whether no stretch was too long for what float32 holds; those of one place never are.</summary>
    internal bool Holds => _stretches.TrueForAll(static stretch => !(stretch.Bound - stretch.Shift > Furthest));

    /// <summary>Writes −log Σ e^(−h) of every place: +∞ where every h is.</summary>
    internal void Values(Span<double> values)
    {
        foreach (Stretch stretch in _stretches)
        {
            for (int place = stretch.First; place < stretch.End; place++)
                values[place] = stretch.Shift - Elementary.Log(_totals[place]);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _floats.Dispose();

    private void Add(Stretch stretch, in FlippingBlock block)
    {
        ReadOnlySpan<float> differences = Panels[(stretch.First * FlippingSums.BlockSize)..(stretch.End * FlippingSums.BlockSize)];
        double nearest = FlippingSums.Head(Simd.Active, _gamma, differences, _negativeLog, block);
        if (!(nearest <= stretch.Bound + Negligible) || double.IsPositiveInfinity(nearest))
        {
            FlippingSums.Skip(Simd.Active, differences, block);
            return;
        }

        if (nearest < stretch.Shift - Closer)
            Lower(stretch, nearest);
        Span<float> sums = In(Sums)[(stretch.First * FlippingSums.Lanes)..(stretch.End * FlippingSums.Lanes)];
        float largest = FlippingSums.Add(Simd.Active, _gamma, stretch.Shift, differences, sums, block);
        stretch.Bound = Math.Min(stretch.Bound, stretch.Shift - largest / Elementary.Log2E);
    }

    private void Lower(Stretch stretch, double shift)
    {
        Flush(stretch.First, stretch.End);
        double factor = Elementary.Exp(shift - stretch.Shift);
        for (int place = stretch.First; place < stretch.End; place++)
            _totals[place] *= factor;
        stretch.Shift = shift;
    }

    private void Flush(int first, int end)
    {
        Span<float> sums = In(Sums)[(first * FlippingSums.Lanes)..(end * FlippingSums.Lanes)];
        FlippingSums.Flush(Simd.Active, sums, _totals.AsSpan(first, end - first));
    }

    /// <summary>A stretch ends where the first support vector would have moved away too far, or where it is long enough.</summary>
    private void LayOutStretches()
    {
        int first = 0;
        double moved = 0;
        for (int place = 1; place < _places; place++)
        {
            double difference = Panels[place * FlippingSums.BlockSize];
            moved += _gamma * difference * difference;
            if (place - first < _longest && moved <= Reach)
                continue;
            _stretches.Add(new Stretch(first, place));
            first = place;
            moved = 0;
        }

        _stretches.Add(new Stretch(first, _places));
    }

    private Span<float> In(FloatRange range) => _floats.Span.Slice(range.Start, range.Length);

    private readonly record struct FloatRange(int Start, int Length)
    {
        internal int End => Start + Length;
    }

    /// <summary>Places that follow each other and share a shift.</summary>
    private sealed class Stretch(int first, int end)
    {
        internal int First { get; } = first;

        internal int End { get; } = end;

        /// <summary>What effective distances are taken from; +∞ until a block is pooled.</summary>
        internal double Shift { get; set; } = double.PositiveInfinity;

        /// <summary>The smallest effective distance at the end: none of the stretch's places has a larger one.</summary>
        internal double Bound { get; set; } = double.PositiveInfinity;
    }
}
