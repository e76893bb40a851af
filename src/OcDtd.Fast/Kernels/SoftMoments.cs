using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Σ e^(−u_j) and Σ u_j·e^(−u_j) over one row's distances, u_j = γ·(d²_j − nearest): entropies and mean distances.</summary>
/// <remarks>
/// One pass, in double; eight sums side by side, distance j in sum j mod 8, added up in one fixed tree. No distance is below the nearest,
/// so that no exponent is positive. A distance of +∞, with which rows are filled up, adds nothing. There must be no NaN.
/// </remarks>
internal static class SoftMoments
{
    private const int Lanes = 8;

    /// <summary>A kernel of e^−u is 0 from here on, so that u need not go on to infinity, times which 0 would be NaN.</summary>
    private const double Farthest = 1 - Elementary.ExpUnderflow;

    /// <summary>Both sums of whole eights of distances, none below <paramref name="nearest"/>; γ is above 0.</summary>
    internal static Moments Compute(ReadOnlySpan<double> squaredDistances, double nearest, double gamma) =>
        Compute(Simd.Active, squaredDistances, nearest, gamma);

    /// <summary>The same at a chosen width.</summary>
    internal static Moments Compute(SimdWidth width, ReadOnlySpan<double> squaredDistances, double nearest, double gamma) => width switch
    {
        SimdWidth.Bits512 => Body<Double512>(squaredDistances, nearest, gamma),
        SimdWidth.Bits256 => Body<TwiceDouble<Double256>>(squaredDistances, nearest, gamma),
        SimdWidth.Bits128 => Body<TwiceDouble<TwiceDouble<Double128>>>(squaredDistances, nearest, gamma),
        _ => Reference(squaredDistances, nearest, gamma),
    };

    private static Moments Reference(ReadOnlySpan<double> squaredDistances, double nearest, double gamma)
    {
        Span<double> sums = stackalloc double[Lanes];
        Span<double> firsts = stackalloc double[Lanes];
        sums.Clear();
        firsts.Clear();
        for (int j = 0; j < squaredDistances.Length; j++)
        {
            double u = Math.Min(gamma * (squaredDistances[j] - nearest), Farthest);
            double kernel = Elementary.Exp(-u);
            sums[j % Lanes] += kernel;
            firsts[j % Lanes] = Math.FusedMultiplyAdd(u, kernel, firsts[j % Lanes]);
        }

        return new Moments(LaneTree.Sum(sums), LaneTree.Sum(firsts));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Moments Body<T>(ReadOnlySpan<double> squaredDistances, double nearest, double gamma)
        where T : struct, IDoubleLanes<T>
    {
        ref double d = ref MemoryMarshal.GetReference(squaredDistances);
        T g = T.Broadcast(gamma);
        T shift = T.Broadcast(nearest);
        T farthest = T.Broadcast(Farthest);
        T zero = T.Broadcast(0);
        T sum = zero, first = zero;
        for (int j = 0; j < squaredDistances.Length; j += Lanes)
        {
            T u = T.Min(T.Multiply(g, T.Subtract(T.Load(in Unsafe.Add(ref d, j)), shift)), farthest);
            T kernel = Elementary.Exp(T.Subtract(zero, u));
            sum = T.Add(sum, kernel);
            first = T.FusedMultiplyAdd(u, kernel, first);
        }

        return new Moments(T.Sum(sum), T.Sum(first));
    }
}

/// <summary>Σ e^(−u_j) and Σ u_j·e^(−u_j).</summary>
internal readonly record struct Moments(double Sum, double First);
