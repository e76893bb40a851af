using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>a − 2b of <see cref="Count"/> integers each, rounded to float once.</summary>
    static abstract T ConvertLessTwice(ref readonly int a, ref readonly int b);
    static abstract void Store(T lanes, ref float target);
    static abstract T Add(T left, T right);
    static abstract T Subtract(T left, T right);
    static abstract T Multiply(T left, T right);
    static abstract T Divide(T left, T right);

    /// <summary>The sum of all lanes in float32, upper half onto lower half until one is left: the same tree at every width.</summary>
    static abstract float Sum(T lanes);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T FusedMultiplyAdd(T a, T b, T c);

    /// <summary>The smaller of each lane; where one is NaN, either.</summary>
    static abstract T Min(T left, T right);

    /// <summary>The larger of each lane; where one is NaN, either.</summary>
    static abstract T Max(T left, T right);

    /// <summary>Lanes of <paramref name="value"/> where <paramref name="test"/> is not below <paramref name="bound"/>, else 0.</summary>
    static abstract T ZeroBelow(T test, T bound, T value);

    /// <summary>value · 2ⁿ, where n is the integer in the low bits of <paramref name="shifted"/> = n + 1.5·2²³; both normal numbers.</summary>
    static abstract T ScaleByPowerOfTwo(T value, T shifted);

    /// <summary>The smallest lane; where one is NaN, any.</summary>
    static abstract float Min(T lanes);

    /// <summary>The largest lane; where one is NaN, any.</summary>
    static abstract float Max(T lanes);

    /// <summary>Whether every lane of all four is 0.</summary>
    static abstract bool AreZero(T a, T b, T c, T d);

    /// <summary>Four floats from each of Count/4 places, <paramref name="stride"/> floats apart.</summary>
    static abstract T LoadQuads(ref readonly float source, nint stride);

    /// <summary>
    /// Turns four vectors of quads around, each place on its own: its 16 numbers are a 4 × 4 matrix, of which the vectors held the rows.
    /// </summary>
    static abstract void TransposeQuads(ref T a, ref T b, ref T c, ref T d);

    /// <summary>Adds each lane, widened to double, to <see cref="Count"/> consecutive doubles.</summary>
    static abstract void AddTo(ref double target, T lanes);

    /// <summary>One bit a lane, the first one lowest: whether it is at most the other's. A NaN is not.</summary>
    static abstract uint AtMost(T lanes, T limits);

    /// <summary>A bit for each lane, the first lowest: whether it is <paramref name="bound"/> or less, or NaN.</summary>
    static abstract uint NotAbove(T lanes, T bound);

    /// <summary>Whether <see cref="Count"/> consecutive doubles are all above <paramref name="limit"/>.</summary>
    static abstract bool AreAbove(ref readonly double values, double limit);
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
    public static Twice<T> ConvertLessTwice(ref readonly int a, ref readonly int b) => new(
        T.ConvertLessTwice(in a, in b),
        T.ConvertLessTwice(in Unsafe.Add(ref Unsafe.AsRef(in a), T.Count), in Unsafe.Add(ref Unsafe.AsRef(in b), T.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Twice<T> lanes, ref float target)
    {
        T.Store(lanes._lower, ref target);
        T.Store(lanes._upper, ref Unsafe.Add(ref target, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Add(Twice<T> left, Twice<T> right) =>
        new(T.Add(left._lower, right._lower), T.Add(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Multiply(Twice<T> left, Twice<T> right) =>
        new(T.Multiply(left._lower, right._lower), T.Multiply(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Divide(Twice<T> left, Twice<T> right) =>
        new(T.Divide(left._lower, right._lower), T.Divide(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Max(Twice<T> left, Twice<T> right) =>
        new(T.Max(left._lower, right._lower), T.Max(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Twice<T> lanes) => T.Sum(T.Add(lanes._lower, lanes._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(Twice<T> lanes, Twice<T> limits) =>
        T.AtMost(lanes._lower, limits._lower) | T.AtMost(lanes._upper, limits._upper) << T.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NotAbove(Twice<T> lanes, Twice<T> bound) =>
        T.NotAbove(lanes._lower, bound._lower) | T.NotAbove(lanes._upper, bound._upper) << T.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreZero(Twice<T> a, Twice<T> b, Twice<T> c, Twice<T> d) =>
        T.AreZero(a._lower, b._lower, c._lower, d._lower) && T.AreZero(a._upper, b._upper, c._upper, d._upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Twice<T> lanes) => T.Max(T.Max(lanes._lower, lanes._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> LoadQuads(ref readonly float source, nint stride) =>
        new(T.LoadQuads(in source, stride), T.LoadQuads(in Unsafe.Add(ref Unsafe.AsRef(in source), T.Count / 4 * stride), stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeQuads(ref Twice<T> a, ref Twice<T> b, ref Twice<T> c, ref Twice<T> d)
    {
        T a0 = a._lower, b0 = b._lower, c0 = c._lower, d0 = d._lower, a1 = a._upper, b1 = b._upper, c1 = c._upper, d1 = d._upper;
        T.TransposeQuads(ref a0, ref b0, ref c0, ref d0);
        T.TransposeQuads(ref a1, ref b1, ref c1, ref d1);
        (a, b, c, d) = (new(a0, a1), new(b0, b1), new(c0, c1), new(d0, d1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Min(Twice<T> left, Twice<T> right) =>
        new(T.Min(left._lower, right._lower), T.Min(left._upper, right._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> ZeroBelow(Twice<T> test, Twice<T> bound, Twice<T> value) =>
        new(T.ZeroBelow(test._lower, bound._lower, value._lower), T.ZeroBelow(test._upper, bound._upper, value._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> ScaleByPowerOfTwo(Twice<T> value, Twice<T> shifted) =>
        new(T.ScaleByPowerOfTwo(value._lower, shifted._lower), T.ScaleByPowerOfTwo(value._upper, shifted._upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Twice<T> lanes) => T.Min(T.Min(lanes._lower, lanes._upper));

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
    public static Float512 ConvertLessTwice(ref readonly int a, ref readonly int b) =>
        new(Vector512.ConvertToSingle(Vector512.LoadUnsafe(in a) - (Vector512.LoadUnsafe(in b) << 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float512 lanes, ref float target) => lanes._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Add(Float512 left, Float512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Multiply(Float512 left, Float512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Divide(Float512 left, Float512 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Max(Float512 left, Float512 right) => new(Vector512.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Float512 lanes) => Float256.Sum(new Float256(lanes._value.GetLower() + lanes._value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(Float512 lanes, Float512 limits) =>
        (uint)Vector512.LessThanOrEqual(lanes._value, limits._value).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NotAbove(Float512 lanes, Float512 bound) =>
        (uint)(~Vector512.GreaterThan(lanes._value, bound._value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreZero(Float512 a, Float512 b, Float512 c, Float512 d) =>
        Vector512.EqualsAll((a._value | b._value) | (c._value | d._value), Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Float512 lanes) =>
        Float256.Max(new Float256(Vector256.MaxNative(lanes._value.GetLower(), lanes._value.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 LoadQuads(ref readonly float source, nint stride) => new(
        Float256.Quads(in source, stride).ToVector512Unsafe().WithUpper(
            Float256.Quads(in Unsafe.Add(ref Unsafe.AsRef(in source), 2 * stride), stride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeQuads(ref Float512 a, ref Float512 b, ref Float512 c, ref Float512 d)
    {
        Vector512<float> acLower = InterleaveLower(a._value, c._value), acUpper = InterleaveUpper(a._value, c._value);
        Vector512<float> bdLower = InterleaveLower(b._value, d._value), bdUpper = InterleaveUpper(b._value, d._value);
        a = new(InterleaveLower(acLower, bdLower));
        b = new(InterleaveUpper(acLower, bdLower));
        c = new(InterleaveLower(acUpper, bdUpper));
        d = new(InterleaveUpper(acUpper, bdUpper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> InterleaveLower(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported
        ? Avx512F.UnpackLow(a, b)
        : Vector512.Create(Float256.InterleaveLower(a.GetLower(), b.GetLower()), Float256.InterleaveLower(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> InterleaveUpper(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported
        ? Avx512F.UnpackHigh(a, b)
        : Vector512.Create(Float256.InterleaveUpper(a.GetLower(), b.GetLower()), Float256.InterleaveUpper(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Min(Float512 left, Float512 right) => new(Vector512.MinNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 ZeroBelow(Float512 test, Float512 bound, Float512 value) =>
        new(Vector512.AndNot(value._value, Vector512.LessThan(test._value, bound._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 ScaleByPowerOfTwo(Float512 value, Float512 shifted) =>
        new((value._value.AsInt32() + (shifted._value.AsInt32() << 23)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Float512 lanes) => Float256.Min(new Float256(Vector256.MinNative(lanes._value.GetLower(), lanes._value.GetUpper())));

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
    public static Float256 ConvertLessTwice(ref readonly int a, ref readonly int b) =>
        new(Vector256.ConvertToSingle(Vector256.LoadUnsafe(in a) - (Vector256.LoadUnsafe(in b) << 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float256 lanes, ref float target) => lanes._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Add(Float256 left, Float256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Multiply(Float256 left, Float256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Divide(Float256 left, Float256 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Max(Float256 left, Float256 right) => new(Vector256.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Float256 lanes) => Float128.Sum(new Float128(lanes._value.GetLower() + lanes._value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(Float256 lanes, Float256 limits) =>
        Vector256.LessThanOrEqual(lanes._value, limits._value).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NotAbove(Float256 lanes, Float256 bound) =>
        (uint)(~Vector256.GreaterThan(lanes._value, bound._value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreZero(Float256 a, Float256 b, Float256 c, Float256 d) =>
        Vector256.EqualsAll((a._value | b._value) | (c._value | d._value), Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Float256 lanes) =>
        Float128.Max(new Float128(Vector128.MaxNative(lanes._value.GetLower(), lanes._value.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 LoadQuads(ref readonly float source, nint stride) => new(Quads(in source, stride));

    /// <summary>Upper onto lower: making a vector of two would take one instruction more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Quads(ref readonly float source, nint stride) =>
        Vector128.LoadUnsafe(in source).ToVector256Unsafe().WithUpper(
            Vector128.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), stride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeQuads(ref Float256 a, ref Float256 b, ref Float256 c, ref Float256 d)
    {
        Vector256<float> acLower = InterleaveLower(a._value, c._value), acUpper = InterleaveUpper(a._value, c._value);
        Vector256<float> bdLower = InterleaveLower(b._value, d._value), bdUpper = InterleaveUpper(b._value, d._value);
        a = new(InterleaveLower(acLower, bdLower));
        b = new(InterleaveUpper(acLower, bdLower));
        c = new(InterleaveLower(acUpper, bdUpper));
        d = new(InterleaveUpper(acUpper, bdUpper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> InterleaveLower(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackLow(a, b)
        : Vector256.Create(Float128.InterleaveLower(a.GetLower(), b.GetLower()), Float128.InterleaveLower(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> InterleaveUpper(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.UnpackHigh(a, b)
        : Vector256.Create(Float128.InterleaveUpper(a.GetLower(), b.GetLower()), Float128.InterleaveUpper(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Min(Float256 left, Float256 right) => new(Vector256.MinNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 ZeroBelow(Float256 test, Float256 bound, Float256 value) =>
        new(Vector256.AndNot(value._value, Vector256.LessThan(test._value, bound._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 ScaleByPowerOfTwo(Float256 value, Float256 shifted) =>
        new((value._value.AsInt32() + (shifted._value.AsInt32() << 23)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Float256 lanes) => Float128.Min(new Float128(Vector128.MinNative(lanes._value.GetLower(), lanes._value.GetUpper())));

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
    public static Float128 ConvertLessTwice(ref readonly int a, ref readonly int b) =>
        new(Vector128.ConvertToSingle(Vector128.LoadUnsafe(in a) - (Vector128.LoadUnsafe(in b) << 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float128 lanes, ref float target) => lanes._value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Add(Float128 left, Float128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Multiply(Float128 left, Float128 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Divide(Float128 left, Float128 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Max(Float128 left, Float128 right) => new(Vector128.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Float128 lanes) => (lanes._value[0] + lanes._value[2]) + (lanes._value[1] + lanes._value[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtMost(Float128 lanes, Float128 limits) =>
        Vector128.LessThanOrEqual(lanes._value, limits._value).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NotAbove(Float128 lanes, Float128 bound) =>
        (uint)(~Vector128.GreaterThan(lanes._value, bound._value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreZero(Float128 a, Float128 b, Float128 c, Float128 d) =>
        Vector128.EqualsAll((a._value | b._value) | (c._value | d._value), Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Float128 lanes) => float.MaxNative(
        float.MaxNative(lanes._value.ToScalar(), lanes._value[2]), float.MaxNative(lanes._value[1], lanes._value[3]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 LoadQuads(ref readonly float source, nint stride) =>
        new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeQuads(ref Float128 a, ref Float128 b, ref Float128 c, ref Float128 d)
    {
        Vector128<float> acLower = InterleaveLower(a._value, c._value), acUpper = InterleaveUpper(a._value, c._value);
        Vector128<float> bdLower = InterleaveLower(b._value, d._value), bdUpper = InterleaveUpper(b._value, d._value);
        a = new(InterleaveLower(acLower, bdLower));
        b = new(InterleaveUpper(acLower, bdLower));
        c = new(InterleaveLower(acUpper, bdUpper));
        d = new(InterleaveUpper(acUpper, bdUpper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> InterleaveLower(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> InterleaveUpper(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Min(Float128 left, Float128 right) => new(Vector128.MinNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 ZeroBelow(Float128 test, Float128 bound, Float128 value) =>
        new(Vector128.AndNot(value._value, Vector128.LessThan(test._value, bound._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 ScaleByPowerOfTwo(Float128 value, Float128 shifted) =>
        new((value._value.AsInt32() + (shifted._value.AsInt32() << 23)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Float128 lanes) => float.MinNative(
        float.MinNative(lanes._value[0], lanes._value[1]), float.MinNative(lanes._value[2], lanes._value[3]));

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
}
