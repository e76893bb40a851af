using System.Runtime.Intrinsics.X86;

namespace OcDtd.Fast.Kernels;

/// <summary>What <see cref="EightBitDots"/> multiplies with; all give the same sums.</summary>
internal enum EightBitPath
{
    /// <summary>Plain loops.</summary>
    Reference,

    /// <summary>128 bits, two products a lane: SSE2, or plain vector multiplications.</summary>
    TwoProducts128,

    /// <summary>256 bits, two products a lane: AVX2.</summary>
    TwoProducts256,

    /// <summary>512 bits, two products a lane: AVX-512BW.</summary>
    TwoProducts512,

    /// <summary>256 bits, four products a lane: AVX-VNNI, with 16 registers.</summary>
    FourProducts,

    /// <summary>The same with the 32 registers of AVX-512.</summary>
    FourProductsWide,
}

/// <summary>Which path is in use.</summary>
internal static class EightBitPaths
{
    /// <summary>The path in use.</summary>
    internal static EightBitPath Active { get; } = Choose(Simd.Active);

    /// <summary>The fastest path that the processor has at <paramref name="width"/>.</summary>
    /// <remarks>
    /// 256 bits with four products a lane do as many as 512 bits with two, and need no addition beside: 258 against 229 thousand
    /// million products a second on the processor measured. So that instruction comes first where it exists.
    /// </remarks>
    internal static EightBitPath Choose(SimdWidth width)
    {
        if (width == SimdWidth.Bits512 && IsSupported(EightBitPath.FourProductsWide))
            return EightBitPath.FourProductsWide;
        if (width >= SimdWidth.Bits256 && IsSupported(EightBitPath.FourProducts))
            return EightBitPath.FourProducts;
        if (width == SimdWidth.Bits512 && IsSupported(EightBitPath.TwoProducts512))
            return EightBitPath.TwoProducts512;
        if (width >= SimdWidth.Bits256 && IsSupported(EightBitPath.TwoProducts256))
            return EightBitPath.TwoProducts256;
        return width == SimdWidth.Scalar ? EightBitPath.Reference : EightBitPath.TwoProducts128;
    }

    /// <summary>Whether the processor has the instructions.</summary>
    internal static bool IsSupported(EightBitPath path) => path switch
    {
        EightBitPath.FourProductsWide => AvxVnni.IsSupported && Avx512BW.VL.IsSupported,
        EightBitPath.FourProducts => AvxVnni.IsSupported,
        EightBitPath.TwoProducts512 => Avx512BW.IsSupported,
        EightBitPath.TwoProducts256 => Avx2.IsSupported,
        _ => true,
    };

    /// <summary>int32 numbers that four features of a row take; see <see cref="IEightBitLanes{T}"/>.</summary>
    internal static int IntsPerQuad(EightBitPath path) =>
        path is EightBitPath.FourProducts or EightBitPath.FourProductsWide ? 1 : 2;
}
