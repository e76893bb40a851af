using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Kernels;

/// <summary>How kernel values are kept while a model is trained: as float32 or as float64. Arithmetic is double either way.</summary>
internal interface IKernelValue<T>
    where T : unmanaged
{
    static abstract TLanes Load<TLanes>(ref readonly T source)
        where TLanes : struct, IDoubleLanes<TLanes>;

    static abstract void Store<TLanes>(TLanes lanes, ref T target)
        where TLanes : struct, IDoubleLanes<TLanes>;

    static abstract T Round(double value);

    static abstract double Widen(T value);
}

/// <summary>Kept as float32.</summary>
internal readonly struct SingleValue : IKernelValue<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly float source)
        where TLanes : struct, IDoubleLanes<TLanes> => TLanes.LoadFloats(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes lanes, ref float target)
        where TLanes : struct, IDoubleLanes<TLanes> => TLanes.StoreFloats(lanes, ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Round(double value) => (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Widen(float value) => value;
}

/// <summary>Kept as float64.</summary>
internal readonly struct DoubleValue : IKernelValue<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly double source)
        where TLanes : struct, IDoubleLanes<TLanes> => TLanes.Load(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes lanes, ref double target)
        where TLanes : struct, IDoubleLanes<TLanes> => TLanes.Store(lanes, ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Round(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Widen(double value) => value;
}
