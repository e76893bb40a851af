using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Kernels;

/// <summary>How wide the vectors are that the kernels run on.</summary>
internal enum SimdWidth
{
    /// <summary>Plain loops: the reference that every vector body must equal bit for bit.</summary>
    Scalar = 0,

    /// <summary>128 bits.</summary>
    Bits128 = 128,

    /// <summary>256 bits.</summary>
    Bits256 = 256,

    /// <summary>512 bits.</summary>
    Bits512 = 512,
}

/// <summary>The width in use, decided once a process: the widest that the processor and runtime accelerate.</summary>
/// <remarks>
/// OCDTD_SIMD = 512 | 256 | 128 | scalar overrides it; a value that is unknown or wider than what is accelerated throws and names
/// the valid ones. Every width gives the same bits, so this is a question of speed and of testing alone.
/// </remarks>
internal static class Simd
{
    /// <summary>Name of the environment variable that overrides the choice.</summary>
    internal const string Variable = "OCDTD_SIMD";

    /// <summary>The width in use.</summary>
    internal static SimdWidth Active { get; } = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Widths that this process accelerates, widest first; the scalar reference is always there.</summary>
    internal static IReadOnlyList<SimdWidth> Accelerated()
    {
        var widths = new List<SimdWidth>();
        // Vector512 is emulated in halves where it is not accelerated: right, but slower than scalar. So ask before using it.
        if (Vector512.IsHardwareAccelerated)
            widths.Add(SimdWidth.Bits512);
        if (Vector256.IsHardwareAccelerated)
            widths.Add(SimdWidth.Bits256);
        if (Vector128.IsHardwareAccelerated)
            widths.Add(SimdWidth.Bits128);
        widths.Add(SimdWidth.Scalar);
        return widths;
    }

    /// <summary>The width that <paramref name="wanted"/> names, or the widest where it names none.</summary>
    internal static SimdWidth Choose(string? wanted)
    {
        IReadOnlyList<SimdWidth> accelerated = Accelerated();
        if (string.IsNullOrEmpty(wanted))
            return accelerated[0];

        foreach (SimdWidth width in accelerated)
        {
            if (wanted == Name(width))
                return width;
        }

        throw new InvalidOperationException(
            $"{Variable} is '{wanted}'; this process can use {string.Join(", ", accelerated.Select(Name))}.");
    }

    /// <summary>How a width is written: "512", "256", "128" or "scalar".</summary>
    internal static string Name(SimdWidth width) => width == SimdWidth.Scalar ? "scalar" : ((int)width).ToString();
}
