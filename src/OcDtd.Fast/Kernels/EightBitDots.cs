using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Exact dot products of 8-bit rows and all 8-bit support vectors: Σ_j k_j·u_ij, in units of 1/255².</summary>
/// <remarks>
/// <para>Layout: packed rows one after the other (see <see cref="EightBitRow"/>), <see cref="EightBitPanels"/>;
/// <c>result[r·stride + i]</c>, counted from the first panel asked for.</para>
/// <para>Exact: products and sums are integers under 2³¹, so order, tile and width make no difference. The squared distance,
/// |k|² + |u|² − 2·k·u, is under 2³¹ too and so exact in int32 arithmetic, whatever wraps around on the way.</para>
/// <para>With AVX-VNNI one instruction multiplies four bytes of each lane by four of the row and adds. One factor has to be signed,
/// so the row's are k − 128, and a sum starts from 128·Σ_j u_ij. Without it, two products of 16 bits at a time.</para>
/// <para>Four rows by two vectors. Panels outside, rows inside: a panel is read from memory once for all rows, and stays in the
/// innermost cache meanwhile (a row of 16 against 5,958 × 611: 15 µs with AVX-VNNI, 17.5 with AVX-512BW, 34 with AVX2, 67 in 128
/// bits). Two or three rows left over are done as four, the last one more than once: with AVX-VNNI two take 64 µs so and 80 one by
/// one.</para>
/// <para>One row alone goes through the panels from the first byte to the last, four quads at a time for four sums that do not wait
/// for each other: its speed is that of reading them (median 34 µs; four panels side by side, four streams to fetch, 42).</para>
/// </remarks>
internal static class EightBitDots
{
    /// <summary>
    /// Fills <paramref name="result"/> with the dot products of <paramref name="rowCount"/> rows and the support vectors of some
    /// panels; rows are <see cref="EightBitRow.Length(int)"/> numbers each, their results <paramref name="stride"/> apart.
    /// </summary>
    internal static void Compute(
        ReadOnlySpan<int> rows, int rowCount, EightBitPanels panels, PanelRange range, Span<int> result, int stride) =>
        Compute(EightBitPaths.Active, rows, rowCount, panels, range, result, stride);

    /// <summary>The same on a chosen path, which the rows were written for.</summary>
    internal static void Compute(
        EightBitPath path, ReadOnlySpan<int> rows, int rowCount, EightBitPanels panels, PanelRange range, Span<int> result, int stride)
    {
        if (rowCount == 0 || range.Count == 0)
            return;
        int length = EightBitRow.Length(path, panels.FeatureCount);
        var work = new Work(rows[..(rowCount * length)], length, rowCount, panels, range, result, stride);
        switch (path)
        {
            case EightBitPath.FourProductsWide: Body<TwiceEightBit<FourProducts256>, TwiceEightBit<FourProducts256>>(work); break;
            case EightBitPath.FourProducts: Body<FourProducts256, TwiceEightBit<FourProducts256>>(work); break;
            case EightBitPath.TwoProducts512: Body<TwoProducts512, TwoProducts512>(work); break;
            case EightBitPath.TwoProducts256: Body<TwoProducts256, TwiceEightBit<TwoProducts256>>(work); break;
            case EightBitPath.TwoProducts128: Body<TwoProducts128, TwiceEightBit<TwoProducts128>>(work); break;
            default: Reference(work); break;
        }
    }

    /// <summary>Plain loops.</summary>
    private static void Reference(Work work)
    {
        for (int r = 0; r < work.RowCount; r++)
        {
            ref int x = ref work.Row(r);
            for (int i = 0; i < work.LaneCount; i++)
            {
                ref byte u = ref work.Lane(i);
                int sum = 0;
                for (int j = 0; j < work.Panels.FeatureCount; j++)
                {
                    int pair = Unsafe.Add(ref x, j / 4 * 2 + j % 2);
                    int k = (j % 4 < 2 ? pair : pair >>> 16) & byte.MaxValue;
                    sum += k * Unsafe.Add(ref u, j / 4 * Panels.Lanes * sizeof(int) + j % 4);
                }

                work.Target(r, i) = sum;
            }
        }
    }

    private static void Body<TTile, TRow>(Work work)
        where TTile : struct, IEightBitLanes<TTile>
        where TRow : struct, IEightBitLanes<TRow>
    {
        int inFours = work.RowCount % 4 == 1 ? work.RowCount - 1 : work.RowCount;
        for (int lane = 0; lane < work.LaneCount && inFours > 0; lane += 2 * TTile.Count)
        {
            for (int r = 0; r < inFours; r += 4)
                FourRows<TTile>(in work, r, lane);
        }

        if (inFours < work.RowCount)
            OneRow<TRow>(in work, inFours);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<T>(in Work work, int r, int lane)
        where T : struct, IEightBitLanes<T>
    {
        // Past the end is the last row or vector once more, written twice alike.
        int r1 = Math.Min(r + 1, work.RowCount - 1), r2 = Math.Min(r + 2, work.RowCount - 1), r3 = Math.Min(r + 3, work.RowCount - 1);
        int lane1 = Math.Min(lane + T.Count, work.LaneCount - T.Count);
        ref int x0 = ref work.Row(r);
        ref int x1 = ref work.Row(r1);
        ref int x2 = ref work.Row(r2);
        ref int x3 = ref work.Row(r3);
        ref byte p0 = ref work.Lane(lane);
        ref byte p1 = ref work.Lane(lane1);
        T sum00 = T.Start(in work.Offset(lane)), sum01 = T.Start(in work.Offset(lane1));
        T sum10 = sum00, sum11 = sum01, sum20 = sum00, sum21 = sum01, sum30 = sum00, sum31 = sum01;
        nint quads = work.Panels.QuadCount;
        for (nint q = 0; q < quads; q++)
        {
            T u0 = T.Load(in Unsafe.Add(ref p0, q * Panels.Lanes * sizeof(int)), 0);
            T u1 = T.Load(in Unsafe.Add(ref p1, q * Panels.Lanes * sizeof(int)), 0);
            T x = T.Broadcast(Unsafe.Add(ref x0, q * T.IntsPerQuad));
            sum00 = T.Add(sum00, u0, x);
            sum01 = T.Add(sum01, u1, x);
            x = T.Broadcast(Unsafe.Add(ref x1, q * T.IntsPerQuad));
            sum10 = T.Add(sum10, u0, x);
            sum11 = T.Add(sum11, u1, x);
            x = T.Broadcast(Unsafe.Add(ref x2, q * T.IntsPerQuad));
            sum20 = T.Add(sum20, u0, x);
            sum21 = T.Add(sum21, u1, x);
            x = T.Broadcast(Unsafe.Add(ref x3, q * T.IntsPerQuad));
            sum30 = T.Add(sum30, u0, x);
            sum31 = T.Add(sum31, u1, x);
            if (T.IntsPerQuad == 1)
                continue;

            u0 = T.Load(in Unsafe.Add(ref p0, q * Panels.Lanes * sizeof(int)), 1);
            u1 = T.Load(in Unsafe.Add(ref p1, q * Panels.Lanes * sizeof(int)), 1);
            x = T.Broadcast(Unsafe.Add(ref x0, q * T.IntsPerQuad + 1));
            sum00 = T.Add(sum00, u0, x);
            sum01 = T.Add(sum01, u1, x);
            x = T.Broadcast(Unsafe.Add(ref x1, q * T.IntsPerQuad + 1));
            sum10 = T.Add(sum10, u0, x);
            sum11 = T.Add(sum11, u1, x);
            x = T.Broadcast(Unsafe.Add(ref x2, q * T.IntsPerQuad + 1));
            sum20 = T.Add(sum20, u0, x);
            sum21 = T.Add(sum21, u1, x);
            x = T.Broadcast(Unsafe.Add(ref x3, q * T.IntsPerQuad + 1));
            sum30 = T.Add(sum30, u0, x);
            sum31 = T.Add(sum31, u1, x);
        }

        T.Store(ref work.Target(r, lane), sum00);
        T.Store(ref work.Target(r, lane1), sum01);
        T.Store(ref work.Target(r1, lane), sum10);
        T.Store(ref work.Target(r1, lane1), sum11);
        T.Store(ref work.Target(r2, lane), sum20);
        T.Store(ref work.Target(r2, lane1), sum21);
        T.Store(ref work.Target(r3, lane), sum30);
        T.Store(ref work.Target(r3, lane1), sum31);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<T>(in Work work, int r)
        where T : struct, IEightBitLanes<T>
    {
        const int Line = Panels.Lanes * sizeof(int);
        nint quads = work.Panels.QuadCount;
        ref int x = ref work.Row(r);
        for (int lane = 0; lane < work.LaneCount; lane += T.Count)
        {
            ref byte p = ref work.Lane(lane);
            T sum0 = T.Start(in work.Offset(lane)), sum1 = default, sum2 = default, sum3 = default;
            nint q = 0;
            for (; q + 4 <= quads; q += 4)
            {
                sum0 = AddQuad(sum0, ref Unsafe.Add(ref p, q * Line), ref Unsafe.Add(ref x, q * T.IntsPerQuad));
                sum1 = AddQuad(sum1, ref Unsafe.Add(ref p, (q + 1) * Line), ref Unsafe.Add(ref x, (q + 1) * T.IntsPerQuad));
                sum2 = AddQuad(sum2, ref Unsafe.Add(ref p, (q + 2) * Line), ref Unsafe.Add(ref x, (q + 2) * T.IntsPerQuad));
                sum3 = AddQuad(sum3, ref Unsafe.Add(ref p, (q + 3) * Line), ref Unsafe.Add(ref x, (q + 3) * T.IntsPerQuad));
            }

            for (; q < quads; q++)
                sum0 = AddQuad(sum0, ref Unsafe.Add(ref p, q * Line), ref Unsafe.Add(ref x, q * T.IntsPerQuad));
            T.Store(ref work.Target(r, lane), T.Sum(T.Sum(sum0, sum1), T.Sum(sum2, sum3)));
        }
    }

    /// <summary>sum + the products of one quad of a row and a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddQuad<T>(T sum, ref byte u, ref int x)
        where T : struct, IEightBitLanes<T>
    {
        sum = T.Add(sum, T.Load(in u, 0), T.Broadcast(x));
        return T.IntsPerQuad == 1 ? sum : T.Add(sum, T.Load(in u, 1), T.Broadcast(Unsafe.Add(ref x, 1)));
    }

    /// <summary>Where rows, lanes and results are; lanes are counted from the first panel asked for.</summary>
    private readonly ref struct Work
    {
        private readonly ref int _rows;
        private readonly ref int _result;
        private readonly int _rowLength;
        private readonly int _stride;
        private readonly int _firstLane;

        internal Work(
            ReadOnlySpan<int> rows, int rowLength, int rowCount, EightBitPanels panels, PanelRange range, Span<int> result, int stride)
        {
            LaneCount = range.PaddedCount;
            // Slicing checks once what the loops then take for granted.
            _result = ref MemoryMarshal.GetReference(result[..((rowCount - 1) * stride + LaneCount)]);
            _rows = ref MemoryMarshal.GetReference(rows);
            _rowLength = rowLength;
            _stride = stride;
            _firstLane = range.First * Kernels.Panels.Lanes;
            RowCount = rowCount;
            Panels = panels;
        }

        internal EightBitPanels Panels { get; }

        internal int RowCount { get; }

        internal int LaneCount { get; }

        internal ref int Row(int r) => ref Unsafe.Add(ref _rows, r * _rowLength);

        internal ref int Target(int r, int lane) => ref Unsafe.Add(ref _result, r * _stride + lane);

        internal ref byte Lane(int lane) => ref Panels.Lane(_firstLane + lane);

        internal ref readonly int Offset(int lane) => ref Panels.Offset(_firstLane + lane);
    }
}
