using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>
/// The exponential part of a pixel-flipping curve: for every step of a stretch at once, Σ 2^t over a block of 64 (real or virtual)
/// support vectors, t = (shift − h)·log₂ e.
/// </summary>
/// <remarks>
/// <para>Steps run backward: at place 0 all features are masked and every distance is 0; going to place p adds the square of the feature
/// masked p-th from last. Adding backward loses nothing, where subtracting forward would cancel.</para>
/// <para>A stretch is a few places that follow each other. At its head distances and h are in double (<see cref="Head"/>); from there to
/// its end squares add up in float32 (<see cref="Body"/>), and t = t_head − γ·log₂ e·s. A lane's distance is therefore off by at most
/// (n + 2) roundings, (n + 2)·2⁻²⁴ of itself, n places in the longest stretch; weighted with softmax weights, γd² is at most o, and so o is
/// off by that much of itself, and by 2^t's 2.5·10⁻⁷, and by the rounding of t, 2⁻²⁴·|t| (|t| weighs 2^t where it is large: under 10⁻⁶).</para>
/// <para>Panels: places × 64 differences, four panels of 16 lanes side by side. Sums: places × 16 lanes; a place's four panels are added as
/// (0+1)+(2+3) and then to the sum. t below −126 counts as −126: whoever pools keeps shift within what that leaves.</para>
/// </remarks>
internal static class FlippingSums
{
    /// <summary>Panels in a block: enough that loading and storing sums is cheap beside them.</summary>
    internal const int Panels = 4;

    /// <summary>Support vectors in a block.</summary>
    internal const int BlockSize = Panels * Lanes;

    /// <summary>Lanes of a place's sum.</summary>
    internal const int Lanes = FlippingPanel.Lanes;

    /// <summary>The smallest t whose power is a normal number.</summary>
    private const float Smallest = -126;

    private const int DoubleLanes = 8;

    /// <summary>
    /// Goes to the head of a stretch: d² += s + v², all in double, and h = γ·d² + negativeLog. Returns the smallest h.
    /// </summary>
    internal static double Head(
        SimdWidth width,
        double gamma,
        ReadOnlySpan<float> differences,
        ReadOnlySpan<double> negativeLog,
        in FlippingBlock block) => width switch
        {
            SimdWidth.Bits512 => HeadBody<Double512>(gamma, differences, negativeLog, block),
            SimdWidth.Bits256 => HeadBody<TwiceDouble<Double256>>(gamma, differences, negativeLog, block),
            SimdWidth.Bits128 => HeadBody<TwiceDouble<TwiceDouble<Double128>>>(gamma, differences, negativeLog, block),
            _ => HeadReference(gamma, differences, negativeLog, block),
        };

    /// <summary>
    /// Adds a stretch to its sums and leaves in the block the squares added since its head. Returns the largest t at its end.
    /// </summary>
    /// <param name="width">Vector width.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="shift">What h is taken from.</param>
    /// <param name="differences">places × 64, from the head on.</param>
    /// <param name="sums">places × 16, from the head on.</param>
    /// <param name="block">The block at the head.</param>
    internal static float Add(
        SimdWidth width, double gamma, double shift, ReadOnlySpan<float> differences, Span<float> sums, in FlippingBlock block)
    {
        float rate = (float)(gamma * Elementary.Log2E);
        switch (width)
        {
            case SimdWidth.Bits512:
                ShiftBody<Double512>(shift, block);
                return AddLanes<Float512>(rate, differences, sums, block);
            case SimdWidth.Bits256:
                ShiftBody<TwiceDouble<Double256>>(shift, block);
                return AddLanes<Float256>(rate, differences, sums, block);
            case SimdWidth.Bits128:
                ShiftBody<TwiceDouble<TwiceDouble<Double128>>>(shift, block);
                return AddLanes<Float128>(rate, differences, sums, block);
            default:
                for (int i = 0; i < BlockSize; i++)
                    block.Powers[i] = (float)((shift - block.Effective[i]) * Elementary.Log2E);
                return Reference(rate, differences, sums, block);
        }
    }

    /// <summary>The squares of a stretch that cannot matter: as <see cref="Add"/>, without the sums.</summary>
    internal static void Skip(SimdWidth width, ReadOnlySpan<float> differences, in FlippingBlock block)
    {
        switch (width)
        {
            case SimdWidth.Bits512:
                SkipLanes<Float512>(differences, block);
                break;
            case SimdWidth.Bits256:
                SkipLanes<Float256>(differences, block);
                break;
            case SimdWidth.Bits128:
                SkipLanes<Float128>(differences, block);
                break;
            default:
                for (int i = 0; i < BlockSize; i++)
                    block.Squares[i] = SumOfSquares(differences, i);
                break;
        }
    }

    /// <summary>Adds the sixteen lanes of every place's sum to its total, in double, and empties them.</summary>
    internal static void Flush(SimdWidth width, Span<float> sums, Span<double> totals)
    {
        switch (width)
        {
            case SimdWidth.Bits512:
                FlushBody<Double512>(sums, totals);
                break;
            case SimdWidth.Bits256:
                FlushBody<TwiceDouble<Double256>>(sums, totals);
                break;
            case SimdWidth.Bits128:
                FlushBody<TwiceDouble<TwiceDouble<Double128>>>(sums, totals);
                break;
            default:
                for (int place = 0; place < totals.Length; place++)
                    totals[place] += Total(sums.Slice(place * Lanes, Lanes));
                break;
        }

        sums.Clear();
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double HeadBody<T>(
        double gamma, ReadOnlySpan<float> differences, ReadOnlySpan<double> negativeLog, in FlippingBlock block)
        where T : struct, IDoubleLanes<T>
    {
        ref float v = ref MemoryMarshal.GetReference(differences);
        ref float s = ref MemoryMarshal.GetReference(block.Squares);
        ref double l = ref MemoryMarshal.GetReference(negativeLog);
        ref double d = ref MemoryMarshal.GetReference(block.Distances);
        ref double effective = ref MemoryMarshal.GetReference(block.Effective);
        T g = T.Broadcast(gamma);
        T smallest = T.Broadcast(double.PositiveInfinity);
        for (int i = 0; i < BlockSize; i += DoubleLanes)
        {
            T difference = T.LoadFloats(in Unsafe.Add(ref v, i));
            T distance = T.Add(T.Load(in Unsafe.Add(ref d, i)), T.LoadFloats(in Unsafe.Add(ref s, i)));
            distance = T.FusedMultiplyAdd(difference, difference, distance);
            T h = T.FusedMultiplyAdd(g, distance, T.Load(in Unsafe.Add(ref l, i)));
            T.Store(distance, ref Unsafe.Add(ref d, i));
            T.Store(h, ref Unsafe.Add(ref effective, i));
            smallest = T.Min(smallest, h);
        }

        return T.Min(smallest);
    }

    private static double HeadReference(
        double gamma, ReadOnlySpan<float> differences, ReadOnlySpan<double> negativeLog, in FlippingBlock block)
    {
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < BlockSize; i++)
        {
            block.Distances[i] = Math.FusedMultiplyAdd(differences[i], (double)differences[i], block.Distances[i] + block.Squares[i]);
            block.Effective[i] = Math.FusedMultiplyAdd(gamma, block.Distances[i], negativeLog[i]);
            smallest = double.MinNative(smallest, block.Effective[i]);
        }

        return smallest;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ShiftBody<T>(double shift, in FlippingBlock block)
        where T : struct, IDoubleLanes<T>
    {
        ref double h = ref MemoryMarshal.GetReference(block.Effective);
        ref float t = ref MemoryMarshal.GetReference(block.Powers);
        for (int i = 0; i < BlockSize; i += DoubleLanes)
        {
            T below = T.Subtract(T.Broadcast(shift), T.Load(in Unsafe.Add(ref h, i)));
            T.StoreFloats(T.Multiply(below, T.Broadcast(Elementary.Log2E)), ref Unsafe.Add(ref t, i));
        }
    }

    /// <summary>
    /// As many lanes of each panel at a time as one vector holds: sixteen in two vectors of 256 bits would need twice the registers there
    /// are, and took ten times as long.
    /// </summary>
    private static float AddLanes<T>(float rate, ReadOnlySpan<float> differences, Span<float> sums, in FlippingBlock block)
        where T : struct, IFloatLanes<T>
    {
        float largest = float.NegativeInfinity;
        for (int lane = 0; lane < Lanes; lane += T.Count)
            largest = float.MaxNative(largest, Body<T>(rate, lane, differences, sums, block));
        return largest;
    }

    private static void SkipLanes<T>(ReadOnlySpan<float> differences, in FlippingBlock block)
        where T : struct, IFloatLanes<T>
    {
        for (int lane = 0; lane < Lanes; lane += T.Count)
            SkipBody<T>(lane, differences, block);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Body<T>(float rate, int lane, ReadOnlySpan<float> differences, Span<float> sums, in FlippingBlock block)
        where T : struct, IFloatLanes<T>
    {
        ref float v = ref Unsafe.Add(ref MemoryMarshal.GetReference(differences), lane);
        ref float target = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), lane);
        ref float end = ref Unsafe.Add(ref target, sums.Length);
        ref float powers = ref Unsafe.Add(ref MemoryMarshal.GetReference(block.Powers), lane);
        ref float squares = ref Unsafe.Add(ref MemoryMarshal.GetReference(block.Squares), lane);
        T g = T.Broadcast(-rate);
        T head0 = T.Load(in powers), head1 = T.Load(in Unsafe.Add(ref powers, Lanes));
        T head2 = T.Load(in Unsafe.Add(ref powers, 2 * Lanes)), head3 = T.Load(in Unsafe.Add(ref powers, 3 * Lanes));
        T s0 = T.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
        T t0 = head0, t1 = head1, t2 = head2, t3 = head3;
        T power = SumOfPowers(t0, t1, t2, t3);
        while (true)
        {
            T.Store(T.Add(T.Load(in target), power), ref target);
            target = ref Unsafe.Add(ref target, Lanes);
            if (!Unsafe.IsAddressLessThan(ref target, ref end))
                break;
            v = ref Unsafe.Add(ref v, BlockSize);
            T v0 = T.Load(in v), v1 = T.Load(in Unsafe.Add(ref v, Lanes));
            T v2 = T.Load(in Unsafe.Add(ref v, 2 * Lanes)), v3 = T.Load(in Unsafe.Add(ref v, 3 * Lanes));

            // Background of images: the row and all 64 agree, and so do the powers with those before.
            if (T.AreZero(v0, v1, v2, v3))
                continue;
            s0 = T.FusedMultiplyAdd(v0, v0, s0);
            s1 = T.FusedMultiplyAdd(v1, v1, s1);
            s2 = T.FusedMultiplyAdd(v2, v2, s2);
            s3 = T.FusedMultiplyAdd(v3, v3, s3);
            t0 = T.FusedMultiplyAdd(g, s0, head0);
            t1 = T.FusedMultiplyAdd(g, s1, head1);
            t2 = T.FusedMultiplyAdd(g, s2, head2);
            t3 = T.FusedMultiplyAdd(g, s3, head3);
            power = SumOfPowers(t0, t1, t2, t3);
        }

        StoreSquares(s0, s1, s2, s3, ref squares);
        return T.Max(T.Max(T.Max(t0, t1), T.Max(t2, t3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SumOfPowers<T>(T t0, T t1, T t2, T t3)
        where T : struct, IFloatLanes<T>
    {
        T power0 = Elementary.PowerOfTwo(T.Max(t0, T.Broadcast(Smallest)));
        T power1 = Elementary.PowerOfTwo(T.Max(t1, T.Broadcast(Smallest)));
        T power2 = Elementary.PowerOfTwo(T.Max(t2, T.Broadcast(Smallest)));
        T power3 = Elementary.PowerOfTwo(T.Max(t3, T.Broadcast(Smallest)));
        return T.Add(T.Add(power0, power1), T.Add(power2, power3));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void SkipBody<T>(int lane, ReadOnlySpan<float> differences, in FlippingBlock block)
        where T : struct, IFloatLanes<T>
    {
        ref float v = ref Unsafe.Add(ref MemoryMarshal.GetReference(differences), lane);
        T s0 = T.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
        for (int i = BlockSize; i < differences.Length; i += BlockSize)
        {
            s0 = AddSquare(in Unsafe.Add(ref v, i), s0);
            s1 = AddSquare(in Unsafe.Add(ref v, i + Lanes), s1);
            s2 = AddSquare(in Unsafe.Add(ref v, i + 2 * Lanes), s2);
            s3 = AddSquare(in Unsafe.Add(ref v, i + 3 * Lanes), s3);
        }

        StoreSquares(s0, s1, s2, s3, ref Unsafe.Add(ref MemoryMarshal.GetReference(block.Squares), lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddSquare<T>(ref readonly float difference, T sum)
        where T : struct, IFloatLanes<T>
    {
        T v = T.Load(in difference);
        return T.FusedMultiplyAdd(v, v, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSquares<T>(T s0, T s1, T s2, T s3, ref float squares)
        where T : struct, IFloatLanes<T>
    {
        T.Store(s0, ref squares);
        T.Store(s1, ref Unsafe.Add(ref squares, Lanes));
        T.Store(s2, ref Unsafe.Add(ref squares, 2 * Lanes));
        T.Store(s3, ref Unsafe.Add(ref squares, 3 * Lanes));
    }

    private static float Reference(float rate, ReadOnlySpan<float> differences, Span<float> sums, in FlippingBlock block)
    {
        Span<float> power = stackalloc float[BlockSize];
        float largest = float.NegativeInfinity;
        block.Squares.Clear();
        for (int place = 0; place < sums.Length / Lanes; place++)
        {
            largest = float.NegativeInfinity;
            for (int i = 0; i < BlockSize; i++)
            {
                float v = place == 0 ? 0 : differences[place * BlockSize + i];
                block.Squares[i] = MathF.FusedMultiplyAdd(v, v, block.Squares[i]);
                float t = MathF.FusedMultiplyAdd(-rate, block.Squares[i], block.Powers[i]);
                power[i] = Elementary.PowerOfTwo(float.MaxNative(t, Smallest));
                largest = float.MaxNative(largest, t);
            }

            for (int lane = 0; lane < Lanes; lane++)
            {
                sums[place * Lanes + lane] +=
                    (power[lane] + power[Lanes + lane]) + (power[2 * Lanes + lane] + power[3 * Lanes + lane]);
            }
        }

        return largest;
    }

    private static float SumOfSquares(ReadOnlySpan<float> differences, int lane)
    {
        float sum = 0;
        for (int i = BlockSize + lane; i < differences.Length; i += BlockSize)
            sum = MathF.FusedMultiplyAdd(differences[i], differences[i], sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FlushBody<T>(ReadOnlySpan<float> sums, Span<double> totals)
        where T : struct, IDoubleLanes<T>
    {
        ref float lanes = ref MemoryMarshal.GetReference(sums);
        for (int place = 0; place < totals.Length; place++)
        {
            totals[place] += T.Sum(T.Add(T.LoadFloats(in lanes), T.LoadFloats(in Unsafe.Add(ref lanes, DoubleLanes))));
            lanes = ref Unsafe.Add(ref lanes, Lanes);
        }
    }

    private static double Total(ReadOnlySpan<float> lanes)
    {
        Span<double> halves = stackalloc double[DoubleLanes];
        for (int lane = 0; lane < DoubleLanes; lane++)
            halves[lane] = (double)lanes[lane] + lanes[DoubleLanes + lane];
        return LaneTree.Sum(halves);
    }
}

/// <summary>What a block of 64 support vectors carries from stretch to stretch; five times 64 numbers.</summary>
/// <param name="distances">d² up to the head of the stretch, in double.</param>
/// <param name="effective">h there.</param>
/// <param name="powers">(shift − h)·log₂ e there.</param>
/// <param name="squares">What has been added to d² since.</param>
internal readonly ref struct FlippingBlock(Span<double> distances, Span<double> effective, Span<float> powers, Span<float> squares)
{
    internal readonly Span<double> Distances = distances;
    internal readonly Span<double> Effective = effective;
    internal readonly Span<float> Powers = powers;
    internal readonly Span<float> Squares = squares;
}
