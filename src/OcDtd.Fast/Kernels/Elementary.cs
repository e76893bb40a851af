using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Own exp and log: the runtime's and libm's give other bits on another machine or another vector width; these do not.</summary>
/// <remarks>
/// exp: t = n·ln 2 + r with |r| ≤ ln 2 / 2 (ln 2 in two parts, so that r is exact to the last bits), e^r by its Taylor series to r¹²
/// (truncation under 2·10⁻¹⁶), times 2ⁿ. log: x = 2ⁿ·m with m in [√½, √2), log m = 2·artanh((m−1)/(m+1)) by its series.
/// Both are within 2 units in the last place on their range; every step is a single IEEE operation, so bits depend on the input alone.
/// </remarks>
internal static class Elementary
{
    /// <summary>Arguments below this give 0: e^−708 is about the smallest normal double.</summary>
    internal const double ExpUnderflow = -708;

    /// <summary>log₂ e.</summary>
    internal const double Log2E = 1.4426950408889634;

    /// <summary>The same for <see cref="ExpOfFloats{T}"/>: e^−87 is about the smallest normal float.</summary>
    internal const float ExpUnderflowOfFloat = -87;

    private const float FloatShifter = 12582912; // 1.5·2²³
    private const float FloatLn2High = 0.693145751953125f; // ln 2 to 17 bits, so that n·FloatLn2High is exact for |n| < 128
    private const float FloatLn2Low = 1.42860677e-6f;
    private const double Shifter = 6755399441055744.0; // 1.5·2⁵²: adding it rounds to an integer held in the low bits
    private const double Ln2High = 0.69314718036912382; // ln 2 with 21 trailing zero bits, so that n·Ln2High is exact
    private const double Ln2Low = 1.9082149292705877E-10;

    /// <summary>e^t for t ≤ 0, lane by lane; 0 below <see cref="ExpUnderflow"/>; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Exp<T>(T t)
        where T : struct, IDoubleLanes<T>
    {
        T shifted = T.FusedMultiplyAdd(t, T.Broadcast(Log2E), T.Broadcast(Shifter));
        T n = T.Subtract(shifted, T.Broadcast(Shifter));
        T r = T.FusedMultiplyAdd(n, T.Broadcast(-Ln2High), t);
        r = T.FusedMultiplyAdd(n, T.Broadcast(-Ln2Low), r);
        T p = T.Broadcast(Taylor12);
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Taylor11));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Taylor10));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Taylor9));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Taylor8));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Taylor7));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Taylor6));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Taylor5));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Taylor4));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Taylor3));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(0.5));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0));
        return T.ZeroBelow(t, T.Broadcast(ExpUnderflow), T.ScaleByPowerOfTwo(p, shifted));
    }

    /// <summary>e^t for t ≤ 0: the bits of <see cref="Exp{T}"/>, for one number.</summary>
    internal static double Exp(double t)
    {
        if (t < ExpUnderflow)
            return 0;

        double shifted = Math.FusedMultiplyAdd(t, Log2E, Shifter);
        double n = shifted - Shifter;
        double r = Math.FusedMultiplyAdd(n, -Ln2High, t);
        r = Math.FusedMultiplyAdd(n, -Ln2Low, r);
        double p = Taylor12;
        p = Math.FusedMultiplyAdd(p, r, Taylor11);
        p = Math.FusedMultiplyAdd(p, r, Taylor10);
        p = Math.FusedMultiplyAdd(p, r, Taylor9);
        p = Math.FusedMultiplyAdd(p, r, Taylor8);
        p = Math.FusedMultiplyAdd(p, r, Taylor7);
        p = Math.FusedMultiplyAdd(p, r, Taylor6);
        p = Math.FusedMultiplyAdd(p, r, Taylor5);
        p = Math.FusedMultiplyAdd(p, r, Taylor4);
        p = Math.FusedMultiplyAdd(p, r, Taylor3);
        p = Math.FusedMultiplyAdd(p, r, 0.5);
        p = Math.FusedMultiplyAdd(p, r, 1.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0);
        return p * BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(shifted) << 52) + 0x3FF0000000000000L);
    }

    /// <summary>
    /// e^t in float32 for t ≤ 0, lane by lane, within 3·2⁻²⁴ of itself; 0 below <see cref="ExpUnderflowOfFloat"/>; NaN for NaN.
    /// </summary>
    /// <remarks>As in double, with ln 2 in two parts of float's length and the series to r⁷ (truncation under 6·10⁻⁹).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ExpOfFloats<T>(T t)
        where T : struct, IFloatLanes<T>
    {
        T shifted = T.FusedMultiplyAdd(t, T.Broadcast((float)Log2E), T.Broadcast(FloatShifter));
        T n = T.Subtract(shifted, T.Broadcast(FloatShifter));
        T r = T.FusedMultiplyAdd(n, T.Broadcast(-FloatLn2High), t);
        r = T.FusedMultiplyAdd(n, T.Broadcast(-FloatLn2Low), r);
        T p = T.Broadcast((float)Taylor7);
        p = T.FusedMultiplyAdd(p, r, T.Broadcast((float)Taylor6));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast((float)Taylor5));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast((float)Taylor4));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast((float)Taylor3));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(0.5f));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(1f));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(1f));
        return T.ZeroBelow(t, T.Broadcast(ExpUnderflowOfFloat), T.ScaleByPowerOfTwo(p, shifted));
    }

    /// <summary>e^t for t ≤ 0: the bits of <see cref="ExpOfFloats{T}"/>, for one number.</summary>
    internal static float ExpOfFloat(float t)
    {
        if (t < ExpUnderflowOfFloat)
            return 0;

        float shifted = MathF.FusedMultiplyAdd(t, (float)Log2E, FloatShifter);
        float n = shifted - FloatShifter;
        float r = MathF.FusedMultiplyAdd(n, -FloatLn2High, t);
        r = MathF.FusedMultiplyAdd(n, -FloatLn2Low, r);
        float p = (float)Taylor7;
        p = MathF.FusedMultiplyAdd(p, r, (float)Taylor6);
        p = MathF.FusedMultiplyAdd(p, r, (float)Taylor5);
        p = MathF.FusedMultiplyAdd(p, r, (float)Taylor4);
        p = MathF.FusedMultiplyAdd(p, r, (float)Taylor3);
        p = MathF.FusedMultiplyAdd(p, r, 0.5f);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        return p * BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(shifted) << 23) + 0x3F800000);
    }

    /// <summary>2^t in float32 for −126 ≤ t ≤ 126, lane by lane; exactly 1 for 0; within 2.5·10⁻⁷ of itself.</summary>
    /// <remarks>t = n + r with |r| ≤ ½, exactly; 2^r by the polynomial of the smallest relative error (9.2·10⁻⁸), times 2ⁿ.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T PowerOfTwo<T>(T t)
        where T : struct, IFloatLanes<T>
    {
        T shifted = T.Add(t, T.Broadcast(FloatShifter));
        T r = T.Subtract(t, T.Subtract(shifted, T.Broadcast(FloatShifter)));
        T p = T.Broadcast(Power5);
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Power4));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Power3));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Power2));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(Power1));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(1f));
        return T.ScaleByPowerOfTwo(p, shifted);
    }

    /// <summary>2^t in float32: the bits of <see cref="PowerOfTwo{T}"/>, for one number.</summary>
    internal static float PowerOfTwo(float t)
    {
        float shifted = t + FloatShifter;
        float r = t - (shifted - FloatShifter);
        float p = Power5;
        p = MathF.FusedMultiplyAdd(p, r, Power4);
        p = MathF.FusedMultiplyAdd(p, r, Power3);
        p = MathF.FusedMultiplyAdd(p, r, Power2);
        p = MathF.FusedMultiplyAdd(p, r, Power1);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(p) + (BitConverter.SingleToInt32Bits(shifted) << 23));
    }

    /// <summary>Natural logarithm; −∞ for 0, NaN for negative numbers and NaN, +∞ for +∞; subnormal numbers are right.</summary>
    internal static double Log(double x)
    {
        if (!(x > 0))
            return x == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsPositiveInfinity(x))
            return x;

        int exponent = 0;
        if (!double.IsNormal(x))
        {
            x *= 18014398509481984.0; // 2⁵⁴
            exponent = -54;
        }

        // Subtracting the bits of √½ leaves the exponent that puts the mantissa into [√½, √2).
        const long RootHalf = 0x3FE6A09E667F3BCDL;
        long bits = BitConverter.DoubleToInt64Bits(x);
        long n = (bits - RootHalf) >> 52;
        double m = BitConverter.Int64BitsToDouble(bits - (n << 52));
        double k = n + exponent;

        double f = m - 1; // exact
        double s = f / (2 + f);
        double z = s * s;
        double series = 1.0 / 23;
        for (int odd = 21; odd >= 3; odd -= 2)
            series = Math.FusedMultiplyAdd(series, z, 1.0 / odd);
        double logMantissa = Math.FusedMultiplyAdd(2 * s * z, series, 2 * s);
        return Math.FusedMultiplyAdd(k, Ln2High, Math.FusedMultiplyAdd(k, Ln2Low, logMantissa));
    }

    private const double Taylor3 = 1.0 / 6;
    private const double Taylor4 = 1.0 / 24;
    private const double Taylor5 = 1.0 / 120;
    private const double Taylor6 = 1.0 / 720;
    private const double Taylor7 = 1.0 / 5040;
    private const double Taylor8 = 1.0 / 40320;
    private const double Taylor9 = 1.0 / 362880;
    private const double Taylor10 = 1.0 / 3628800;
    private const double Taylor11 = 1.0 / 39916800;
    private const double Taylor12 = 1.0 / 479001600;

    private const float Power1 = 0.6931469776f;
    private const float Power2 = 0.2402224209f;
    private const float Power3 = 0.05550733743f;
    private const float Power4 = 0.009671512640f;
    private const float Power5 = 0.001326472722f;
}
