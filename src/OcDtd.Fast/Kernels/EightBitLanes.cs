using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OcDtd.Fast.Kernels;

/// <summary>A vector of int32 sums and the bytes that feed it, so that the body of <see cref="EightBitDots"/> is written once.</summary>
/// <remarks>
/// A lane takes four bytes of one support vector at a time, which one int32 holds. Two ways of multiplying them: all four at once by
/// four signed bytes of the row (<see cref="IntsPerQuad"/> is 1), or the first and third, then the second and fourth, as 16-bit
/// numbers by two 16-bit numbers of the row (it is 2). Sums are exact, so all give the same.
/// </remarks>
internal interface IEightBitLanes<T>
    where T : struct, IEightBitLanes<T>
{
    /// <summary>Lanes: support vectors side by side.</summary>
    static abstract int Count { get; }

    /// <summary>int32 numbers that four features of a row take.</summary>
    static abstract int IntsPerQuad { get; }

    /// <summary>What the sums start from; <paramref name="offsets"/> are 128·Σ_j u_ij.</summary>
    static abstract T Start(ref readonly int offsets);

    /// <summary>What the row's int32 number <paramref name="part"/> of a quad is to be multiplied by.</summary>
    static abstract T Load(ref readonly byte source, int part);

    static abstract T Broadcast(int row);

    /// <summary>sum + the products of each lane's features.</summary>
    static abstract T Add(T sum, T u, T x);

    static abstract T Sum(T left, T right);

    static abstract void Store(ref int target, T sum);
}

/// <summary>Two vectors side by side: twice the lanes.</summary>
internal readonly struct TwiceEightBit<T>(T lower, T upper) : IEightBitLanes<TwiceEightBit<T>>
    where T : struct, IEightBitLanes<T>
{
    private readonly T _lower = lower;
    private readonly T _upper = upper;

    public static int Count => 2 * T.Count;

    public static int IntsPerQuad => T.IntsPerQuad;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceEightBit<T> Start(ref readonly int offsets) =>
        new(T.Start(in offsets), T.Start(in Unsafe.Add(ref Unsafe.AsRef(in offsets), T.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceEightBit<T> Load(ref readonly byte source, int part) =>
        new(T.Load(in source, part), T.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), T.Count * sizeof(int)), part));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceEightBit<T> Broadcast(int row) => new(T.Broadcast(row), T.Broadcast(row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceEightBit<T> Add(TwiceEightBit<T> sum, TwiceEightBit<T> u, TwiceEightBit<T> x) =>
        new(T.Add(sum._lower, u._lower, x._lower), T.Add(sum._upper, u._upper, x._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceEightBit<T> Sum(TwiceEightBit<T> left, TwiceEightBit<T> right) =>
        new(T.Sum(left._lower, right._lower), T.Sum(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref int target, TwiceEightBit<T> sum)
    {
        T.Store(ref target, sum._lower);
        T.Store(ref Unsafe.Add(ref target, T.Count), sum._upper);
    }
}

/// <summary>256 bits, four products a lane and instruction (AVX-VNNI): u by x − 128, whose Σ 128·u the sum starts from.</summary>
internal readonly struct FourProducts256(Vector256<int> value) : IEightBitLanes<FourProducts256>
{
    private readonly Vector256<int> _value = value;

    public static int Count => 8;

    public static int IntsPerQuad => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourProducts256 Start(ref readonly int offsets) => new(Vector256.LoadUnsafe(in offsets));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourProducts256 Load(ref readonly byte source, int part) => new(Vector256.LoadUnsafe(in source).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourProducts256 Broadcast(int row) => new(Vector256.Create(row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourProducts256 Add(FourProducts256 sum, FourProducts256 u, FourProducts256 x) =>
        new(AvxVnni.MultiplyWideningAndAdd(sum._value, u._value.AsByte(), x._value.AsSByte()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourProducts256 Sum(FourProducts256 left, FourProducts256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref int target, FourProducts256 sum) => sum._value.StoreUnsafe(ref target);
}

/// <summary>512 bits, two 16-bit products a lane and instruction (AVX-512BW).</summary>
internal readonly struct TwoProducts512(Vector512<int> value) : IEightBitLanes<TwoProducts512>
{
    private readonly Vector512<int> _value = value;

    public static int Count => 16;

    public static int IntsPerQuad => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts512 Start(ref readonly int offsets) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts512 Load(ref readonly byte source, int part)
    {
        Vector512<ushort> pairs = Vector512.LoadUnsafe(in source).AsUInt16();
        return new((part == 0 ? pairs & Vector512.Create((ushort)byte.MaxValue) : pairs >>> 8).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts512 Broadcast(int row) => new(Vector512.Create(row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts512 Add(TwoProducts512 sum, TwoProducts512 u, TwoProducts512 x) =>
        new(sum._value + Avx512BW.MultiplyAddAdjacent(u._value.AsInt16(), x._value.AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts512 Sum(TwoProducts512 left, TwoProducts512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref int target, TwoProducts512 sum) => sum._value.StoreUnsafe(ref target);
}

/// <summary>The same in 256 bits (AVX2).</summary>
internal readonly struct TwoProducts256(Vector256<int> value) : IEightBitLanes<TwoProducts256>
{
    private readonly Vector256<int> _value = value;

    public static int Count => 8;

    public static int IntsPerQuad => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts256 Start(ref readonly int offsets) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts256 Load(ref readonly byte source, int part)
    {
        Vector256<ushort> pairs = Vector256.LoadUnsafe(in source).AsUInt16();
        return new((part == 0 ? pairs & Vector256.Create((ushort)byte.MaxValue) : pairs >>> 8).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts256 Broadcast(int row) => new(Vector256.Create(row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts256 Add(TwoProducts256 sum, TwoProducts256 u, TwoProducts256 x) =>
        new(sum._value + Avx2.MultiplyAddAdjacent(u._value.AsInt16(), x._value.AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts256 Sum(TwoProducts256 left, TwoProducts256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref int target, TwoProducts256 sum) => sum._value.StoreUnsafe(ref target);
}

/// <summary>The same in 128 bits: SSE2, or two 32-bit multiplications where there is no such instruction.</summary>
internal readonly struct TwoProducts128(Vector128<int> value) : IEightBitLanes<TwoProducts128>
{
    private readonly Vector128<int> _value = value;

    public static int Count => 4;

    public static int IntsPerQuad => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts128 Start(ref readonly int offsets) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts128 Load(ref readonly byte source, int part)
    {
        Vector128<ushort> pairs = Vector128.LoadUnsafe(in source).AsUInt16();
        return new((part == 0 ? pairs & Vector128.Create((ushort)byte.MaxValue) : pairs >>> 8).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts128 Broadcast(int row) => new(Vector128.Create(row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts128 Add(TwoProducts128 sum, TwoProducts128 u, TwoProducts128 x) => Sse2.IsSupported
        ? new(sum._value + Sse2.MultiplyAddAdjacent(u._value.AsInt16(), x._value.AsInt16()))
        : new(sum._value + MultiplyAddAdjacent(u._value, x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoProducts128 Sum(TwoProducts128 left, TwoProducts128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref int target, TwoProducts128 sum) => sum._value.StoreUnsafe(ref target);

    /// <summary>The two products of 16-bit numbers in each lane, added; they are under 256, so signs do not matter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<int> MultiplyAddAdjacent(Vector128<int> u, Vector128<int> x)
    {
        Vector128<int> low = Vector128.Create((int)ushort.MaxValue);
        return (u & low) * (x & low) + (u >>> 16) * (x >>> 16);
    }
}
