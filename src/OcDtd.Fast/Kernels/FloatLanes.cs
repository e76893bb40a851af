using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Kernels;

/// <summary>A vector of floats, whatever its width, so that a kernel's body is written once.</summary>
/// <remarks>
/// Kernels always work on 16 lanes: one 512-bit vector, <see cref="Twice{T}"/> 256 bits or twice twice 128 bits. The number of
/// lanes, and with it the order of every sum, therefore never depends on the width; that is half of "same row, same bits".
/// </remarks>
internal interface IFloatLanes<T>
    where T : struct, IFloatLanes<T>
{
    static abstract int Count { get; }

    /// <summary>
    /// How many registers sixteen lanes take: what decides how many sums fit in the processor's register file side by side.
    /// </summary>
    static abstract int Registers { get; }
    static abstract T Load(ref readonly float source);
    static abstract T Broadcast(float value);
    static abstract void Store(T lanes, ref float target);
    static abstract T Add(T left, T right);
    static abstract T Subtract(T left, T right);

    /// <summary>The larger of each lane; where one is NaN, either.</summary>
    static abstract T Max(T left, T right);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T FusedMultiplyAdd(T a, T b, T c);

    /// <summary>Adds each lane, widened to double, to <see cref="Count"/> consecutive doubles.</summary>
    static abstract void AddTo(ref double target, T lanes);

    /// <summary>Whether <see cref="Count"/> consecutive doubles are all above <paramref name="limit"/>.</summary>
    static abstract bool AreAbove(ref readonly double values, double limit);

    /// <summary>One bit a lane, the first one lowest: whether it is at most the other's. A NaN is not.</summary>
    static abstract uint AtMost(T lanes, T limits);
}

/// <summary>Two vectors side by side: twice the lanes.</summary>
internal readonly struct Twice<T>(T lower, T upper) : IFloatLanes<Twice<T>>
    where T : struct, IFloatLanes<T>
{
    private readonly T _lower = lower;
    private readonly T _upper = upper;

    public static int Count => 2 * T.Count;

    public static int Registers => 2 * T.Registers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Load(ref readonly float source) =>
        new(T.Load(in source), T.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Broadcast(float value) => new(T.Broadcast(value), T.Broadcast(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Twice<T> lanes, ref float target)
    {
        T.Store(lanes._lower, ref target);
        T.Store(lanes._upper, ref Unsafe.Add(ref target, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Max(Twice<T> left, Twice<T> right) =>
        new(T.Max(left._lower, right._lower), T.Max(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Add(Twice<T> left, Twice<T> right) =>
        new(T.Add(left._lower, right._lower), T.Add(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Subtract(Twice<T> left, Twice<T> right) =>
        new(T.Subtract(left._lower, right._lower), T.Subtract(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> FusedMultiplyAdd(Twice<T> a, Twice<T> b, Twice<T> c) =>
        new(T.FusedMultiplyAdd(a._lower, b._lower, c._lower), T.FusedMultiplyAdd(a._upper, b._upper, c._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(ref double target, Twice<T> lanes)
    {
        T.AddTo(ref target, lanes._lower);
        T.AddTo(ref Unsafe.Add(ref target, T.Count), lanes._upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreAbove(ref readonly double values, double limit) =>
        T.AreAbove(in values, limit) && T.AreAbove(in Unsafe.Add(ref Unsafe.AsRef(in values), T.Count), limit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(Twice<T> lanes, Twice<T> limits) =>
        T.AtMost(lanes._lower, limits._lower) | T.AtMost(lanes._upper, limits._upper) << T.Count;
}

/// <summary>512 bits: 16 floats.</summary>
internal readonly struct Float512(Vector512<float> value) : IFloatLanes<Float512>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    public static int Registers => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float512 lanes, ref float target) => lanes._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Max(Float512 left, Float512 right) => new(Vector512.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Add(Float512 left, Float512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Subtract(Float512 left, Float512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 FusedMultiplyAdd(Float512 a, Float512 b, Float512 c) =>
        new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(ref double target, Float512 lanes)
    {
        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(lanes._value);
        (Vector512.LoadUnsafe(ref target) + lower).StoreUnsafe(ref target);
        (Vector512.LoadUnsafe(ref target, 8) + upper).StoreUnsafe(ref target, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreAbove(ref readonly double values, double limit) =>
        Vector512.GreaterThanAll(Vector512.LoadUnsafe(in values), Vector512.Create(limit))
        && Vector512.GreaterThanAll(Vector512.LoadUnsafe(in values, 8), Vector512.Create(limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(Float512 lanes, Float512 limits) =>
        (uint)Vector512.LessThanOrEqual(lanes._value, limits._value).ExtractMostSignificantBits();
}

/// <summary>256 bits: 8 floats.</summary>
internal readonly struct Float256(Vector256<float> value) : IFloatLanes<Float256>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    public static int Registers => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Load(ref readonly float source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float256 lanes, ref float target) => lanes._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Max(Float256 left, Float256 right) => new(Vector256.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Add(Float256 left, Float256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Subtract(Float256 left, Float256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 FusedMultiplyAdd(Float256 a, Float256 b, Float256 c) =>
        new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(ref double target, Float256 lanes)
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(lanes._value);
        (Vector256.LoadUnsafe(ref target) + lower).StoreUnsafe(ref target);
        (Vector256.LoadUnsafe(ref target, 4) + upper).StoreUnsafe(ref target, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreAbove(ref readonly double values, double limit) =>
        Vector256.GreaterThanAll(Vector256.LoadUnsafe(in values), Vector256.Create(limit))
        && Vector256.GreaterThanAll(Vector256.LoadUnsafe(in values, 4), Vector256.Create(limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(Float256 lanes, Float256 limits) =>
        Vector256.LessThanOrEqual(lanes._value, limits._value).ExtractMostSignificantBits();
}

/// <summary>128 bits: 4 floats.</summary>
internal readonly struct Float128(Vector128<float> value) : IFloatLanes<Float128>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    public static int Registers => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Load(ref readonly float source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float128 lanes, ref float target) => lanes._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Max(Float128 left, Float128 right) => new(Vector128.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Add(Float128 left, Float128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Subtract(Float128 left, Float128 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 FusedMultiplyAdd(Float128 a, Float128 b, Float128 c) =>
        new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(ref double target, Float128 lanes)
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(lanes._value);
        (Vector128.LoadUnsafe(ref target) + lower).StoreUnsafe(ref target);
        (Vector128.LoadUnsafe(ref target, 2) + upper).StoreUnsafe(ref target, 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreAbove(ref readonly double values, double limit) =>
        Vector128.GreaterThanAll(Vector128.LoadUnsafe(in values), Vector128.Create(limit))
        && Vector128.GreaterThanAll(Vector128.LoadUnsafe(in values, 2), Vector128.Create(limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(Float128 lanes, Float128 limits) =>
        Vector128.LessThanOrEqual(lanes._value, limits._value).ExtractMostSignificantBits();
}
