using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Kernels;

/// <summary>A vector of doubles, whatever its width. Kernels always work on 8 lanes, as <see cref="IFloatLanes{T}"/> on 16.</summary>
internal interface IDoubleLanes<T>
    where T : struct, IDoubleLanes<T>
{
    static abstract int Count { get; }
    static abstract T Load(ref readonly double source);

    /// <summary>Loads <see cref="Count"/> floats and widens them, exactly.</summary>
    static abstract T LoadFloats(ref readonly float source);
    static abstract T Broadcast(double value);
    static abstract void Store(T lanes, ref double target);

    /// <summary>Rounds to floats, to the nearest, and stores <see cref="Count"/> of them.</summary>
    static abstract void StoreFloats(T lanes, ref float target);
    static abstract T Add(T left, T right);
    static abstract T Subtract(T left, T right);
    static abstract T Multiply(T left, T right);
    static abstract T Divide(T left, T right);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T FusedMultiplyAdd(T a, T b, T c);

    /// <summary>The smaller of each lane; where one is NaN, either.</summary>
    static abstract T Min(T left, T right);

    /// <summary>The larger of each lane; where one is NaN, either.</summary>
    static abstract T Max(T left, T right);

    /// <summary>Lanes of <paramref name="value"/> where <paramref name="test"/> is not below <paramref name="bound"/>, else 0.</summary>
    static abstract T ZeroBelow(T test, T bound, T value);

    /// <summary>value · 2ⁿ, where n is the integer in the low bits of <paramref name="shifted"/> = n + 1.5·2⁵².</summary>
    static abstract T ScaleByPowerOfTwo(T value, T shifted);

    /// <summary>The sum of all lanes, upper half onto lower half until one is left: the same tree at every width.</summary>
    static abstract double Sum(T lanes);

    /// <summary>The smallest lane; where one is NaN, any.</summary>
    static abstract double Min(T lanes);

    /// <summary>The largest lane; where one is NaN, any.</summary>
    static abstract double Max(T lanes);
}

/// <summary>Two vectors side by side: twice the lanes.</summary>
internal readonly struct TwiceDouble<T>(T lower, T upper) : IDoubleLanes<TwiceDouble<T>>
    where T : struct, IDoubleLanes<T>
{
    private readonly T _lower = lower;
    private readonly T _upper = upper;

    public static int Count => 2 * T.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> Load(ref readonly double source) =>
        new(T.Load(in source), T.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> LoadFloats(ref readonly float source) =>
        new(T.LoadFloats(in source), T.LoadFloats(in Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> Broadcast(double value) => new(T.Broadcast(value), T.Broadcast(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TwiceDouble<T> lanes, ref double target)
    {
        T.Store(lanes._lower, ref target);
        T.Store(lanes._upper, ref Unsafe.Add(ref target, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(TwiceDouble<T> lanes, ref float target)
    {
        T.StoreFloats(lanes._lower, ref target);
        T.StoreFloats(lanes._upper, ref Unsafe.Add(ref target, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> Add(TwiceDouble<T> left, TwiceDouble<T> right) =>
        new(T.Add(left._lower, right._lower), T.Add(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> Subtract(TwiceDouble<T> left, TwiceDouble<T> right) =>
        new(T.Subtract(left._lower, right._lower), T.Subtract(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> Multiply(TwiceDouble<T> left, TwiceDouble<T> right) =>
        new(T.Multiply(left._lower, right._lower), T.Multiply(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> Divide(TwiceDouble<T> left, TwiceDouble<T> right) =>
        new(T.Divide(left._lower, right._lower), T.Divide(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> FusedMultiplyAdd(TwiceDouble<T> a, TwiceDouble<T> b, TwiceDouble<T> c) =>
        new(T.FusedMultiplyAdd(a._lower, b._lower, c._lower), T.FusedMultiplyAdd(a._upper, b._upper, c._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> Min(TwiceDouble<T> left, TwiceDouble<T> right) =>
        new(T.Min(left._lower, right._lower), T.Min(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> Max(TwiceDouble<T> left, TwiceDouble<T> right) =>
        new(T.Max(left._lower, right._lower), T.Max(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> ZeroBelow(TwiceDouble<T> test, TwiceDouble<T> bound, TwiceDouble<T> value) =>
        new(T.ZeroBelow(test._lower, bound._lower, value._lower), T.ZeroBelow(test._upper, bound._upper, value._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwiceDouble<T> ScaleByPowerOfTwo(TwiceDouble<T> value, TwiceDouble<T> shifted) =>
        new(T.ScaleByPowerOfTwo(value._lower, shifted._lower), T.ScaleByPowerOfTwo(value._upper, shifted._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(TwiceDouble<T> lanes) => T.Sum(T.Add(lanes._lower, lanes._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Min(TwiceDouble<T> lanes) => T.Min(T.Min(lanes._lower, lanes._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(TwiceDouble<T> lanes) => T.Max(T.Max(lanes._lower, lanes._upper));
}

/// <summary>512 bits: 8 doubles.</summary>
internal readonly struct Double512(Vector512<double> value) : IDoubleLanes<Double512>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 Load(ref readonly double source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 LoadFloats(ref readonly float source) =>
        new(Vector512.WidenLower(Vector256.LoadUnsafe(in source).ToVector512Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 Broadcast(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Double512 lanes, ref double target) => lanes._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(Double512 lanes, ref float target) =>
        Vector256.Narrow(lanes._value.GetLower(), lanes._value.GetUpper()).StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 Add(Double512 left, Double512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 Subtract(Double512 left, Double512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 Multiply(Double512 left, Double512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 Divide(Double512 left, Double512 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 FusedMultiplyAdd(Double512 a, Double512 b, Double512 c) =>
        new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 Min(Double512 left, Double512 right) => new(Vector512.MinNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 Max(Double512 left, Double512 right) => new(Vector512.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 ZeroBelow(Double512 test, Double512 bound, Double512 value) =>
        new(Vector512.AndNot(value._value, Vector512.LessThan(test._value, bound._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double512 ScaleByPowerOfTwo(Double512 value, Double512 shifted) =>
        new(value._value * ((shifted._value.AsInt64() << 52) + Vector512.Create(0x3FF0000000000000L)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Double512 lanes) => Double256.Sum(new Double256(lanes._value.GetLower() + lanes._value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Min(Double512 lanes) => Double256.Min(new Double256(Vector256.MinNative(lanes._value.GetLower(), lanes._value.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Double512 lanes) => Double256.Max(new Double256(Vector256.MaxNative(lanes._value.GetLower(), lanes._value.GetUpper())));
}

/// <summary>256 bits: 4 doubles.</summary>
internal readonly struct Double256(Vector256<double> value) : IDoubleLanes<Double256>
{
    private readonly Vector256<double> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Load(ref readonly double source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 LoadFloats(ref readonly float source) =>
        new(Vector256.WidenLower(Vector128.LoadUnsafe(in source).ToVector256Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Broadcast(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Double256 lanes, ref double target) => lanes._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(Double256 lanes, ref float target) =>
        Vector128.Narrow(lanes._value.GetLower(), lanes._value.GetUpper()).StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Add(Double256 left, Double256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Subtract(Double256 left, Double256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Multiply(Double256 left, Double256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Divide(Double256 left, Double256 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 FusedMultiplyAdd(Double256 a, Double256 b, Double256 c) =>
        new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Min(Double256 left, Double256 right) => new(Vector256.MinNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 Max(Double256 left, Double256 right) => new(Vector256.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 ZeroBelow(Double256 test, Double256 bound, Double256 value) =>
        new(Vector256.AndNot(value._value, Vector256.LessThan(test._value, bound._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double256 ScaleByPowerOfTwo(Double256 value, Double256 shifted) =>
        new(value._value * ((shifted._value.AsInt64() << 52) + Vector256.Create(0x3FF0000000000000L)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Double256 lanes) => Double128.Sum(new Double128(lanes._value.GetLower() + lanes._value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Min(Double256 lanes) => Double128.Min(new Double128(Vector128.MinNative(lanes._value.GetLower(), lanes._value.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Double256 lanes) => Double128.Max(new Double128(Vector128.MaxNative(lanes._value.GetLower(), lanes._value.GetUpper())));
}

/// <summary>128 bits: 2 doubles.</summary>
internal readonly struct Double128(Vector128<double> value) : IDoubleLanes<Double128>
{
    private readonly Vector128<double> _value = value;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 Load(ref readonly double source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 LoadFloats(ref readonly float source) =>
        new(Vector128.WidenLower(Vector64.LoadUnsafe(in source).ToVector128Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 Broadcast(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Double128 lanes, ref double target) => lanes._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(Double128 lanes, ref float target) =>
        Vector128.Narrow(lanes._value, lanes._value).GetLower().StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 Add(Double128 left, Double128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 Subtract(Double128 left, Double128 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 Multiply(Double128 left, Double128 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 Divide(Double128 left, Double128 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 FusedMultiplyAdd(Double128 a, Double128 b, Double128 c) =>
        new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 Min(Double128 left, Double128 right) => new(Vector128.MinNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 Max(Double128 left, Double128 right) => new(Vector128.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 ZeroBelow(Double128 test, Double128 bound, Double128 value) =>
        new(Vector128.AndNot(value._value, Vector128.LessThan(test._value, bound._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Double128 ScaleByPowerOfTwo(Double128 value, Double128 shifted) =>
        new(value._value * ((shifted._value.AsInt64() << 52) + Vector128.Create(0x3FF0000000000000L)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Double128 lanes) => lanes._value.ToScalar() + lanes._value.GetElement(1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Min(Double128 lanes) => double.MinNative(lanes._value.ToScalar(), lanes._value.GetElement(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(Double128 lanes) => double.MaxNative(lanes._value.ToScalar(), lanes._value.GetElement(1));
}
