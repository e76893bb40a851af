using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>
/// What each support vector passes on, in float32, for rows where nearly all matter: c_i = γ·p_i·o/max(o, γd²_i), which is
/// p_i·min(o/d²_i, γ) of eq 1.14, or γ·p_i·o/(γd²_i) under the conservative rule; γd²_i = base + v_i + log a_i.
/// </summary>
/// <remarks>
/// 16 lanes; sums of c and of the residual p_i·max(0, o − γd²_i) go to double after every 16 vectors, as in <see cref="RelativeSoftMinimum"/>.
/// For o above 0 alone; padding has weight 0 and v = +∞, so it passes nothing on.
/// </remarks>
internal static class RelevanceWeights
{
    /// <summary>What float32 adds to the error of a c_i that its v_i brings, relative to itself.</summary>
    internal const double RelativeError = 8.0 / (1 << 24);

    /// <summary>What rounding base, v_i and log a_i and adding them up adds to the error of γd²_i, relative to base + 2·|log a_i|.</summary>
    internal const double RoundingOfParts = 1.03 / (1 << 24);

    private const int Lanes = 16;
    private const int VectorsAtATime = 16;

    /// <summary>Turns <paramref name="weights"/> = w_i into c_i.</summary>
    /// <param name="relative">v_i.</param>
    /// <param name="logs">log a_i; 0 for padding.</param>
    /// <param name="weights">w_i in, c_i out.</param>
    /// <param name="row">The row's numbers.</param>
    internal static PassedOn Compute(ReadOnlySpan<float> relative, ReadOnlySpan<float> logs, Span<float> weights, RelevanceRow row) =>
        Compute(Simd.Active, relative, logs, weights, row);

    /// <summary>The same at a chosen width.</summary>
    internal static PassedOn Compute(
        SimdWidth width, ReadOnlySpan<float> relative, ReadOnlySpan<float> logs, Span<float> weights, RelevanceRow row) => width switch
        {
            SimdWidth.Bits512 => Body<Float512>(relative, logs, weights, row),
            SimdWidth.Bits256 => Body<Twice<Float256>>(relative, logs, weights, row),
            SimdWidth.Bits128 => Body<Twice<Twice<Float128>>>(relative, logs, weights, row),
            _ => Reference(relative, logs, weights, row),
        };

    private static PassedOn Reference(ReadOnlySpan<float> relative, ReadOnlySpan<float> logs, Span<float> weights, RelevanceRow row)
    {
        Span<float> parts = stackalloc float[2 * Lanes];
        Span<double> sums = stackalloc double[2 * Lanes];
        sums.Clear();
        for (int start = 0; start < relative.Length; start += VectorsAtATime * Lanes)
        {
            parts.Clear();
            for (int i = start; i < Math.Min(start + VectorsAtATime * Lanes, relative.Length); i++)
            {
                float scaled = row.Base + relative[i] + logs[i];
                float p = weights[i] * row.InverseSum;
                parts[Lanes + i % Lanes] = MathF.FusedMultiplyAdd(
                    p, float.MaxNative(row.Outlierness - scaled, 0), parts[Lanes + i % Lanes]);
                weights[i] = p * (row.Share / float.MaxNative(scaled, row.Clip));
                parts[i % Lanes] += weights[i];
            }

            for (int lane = 0; lane < parts.Length; lane++)
                sums[lane] += parts[lane];
        }

        return Merge(sums);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static PassedOn Body<T>(ReadOnlySpan<float> relative, ReadOnlySpan<float> logs, Span<float> weights, RelevanceRow row)
        where T : struct, IFloatLanes<T>
    {
        Span<double> sums = stackalloc double[2 * Lanes];
        sums.Clear();
        ref double s = ref MemoryMarshal.GetReference(sums);
        ref float v = ref MemoryMarshal.GetReference(relative);
        ref float l = ref MemoryMarshal.GetReference(logs);
        ref float w = ref MemoryMarshal.GetReference(weights);
        T shift = T.Broadcast(row.Base), inverse = T.Broadcast(row.InverseSum), share = T.Broadcast(row.Share);
        T clip = T.Broadcast(row.Clip), o = T.Broadcast(row.Outlierness), zero = T.Broadcast(0);
        for (int start = 0; start < relative.Length; start += VectorsAtATime * Lanes)
        {
            int end = Math.Min(start + VectorsAtATime * Lanes, relative.Length);
            T sum = zero, residual = zero;
            for (int i = start; i < end; i += Lanes)
            {
                T scaled = T.Add(T.Add(shift, T.Load(in Unsafe.Add(ref v, i))), T.Load(in Unsafe.Add(ref l, i)));
                T p = T.Multiply(T.Load(in Unsafe.Add(ref w, i)), inverse);
                residual = T.FusedMultiplyAdd(p, T.Max(T.Subtract(o, scaled), zero), residual);
                T passed = T.Multiply(p, T.Divide(share, T.Max(scaled, clip)));
                T.Store(passed, ref Unsafe.Add(ref w, i));
                sum = T.Add(sum, passed);
            }

            T.AddTo(ref s, sum);
            T.AddTo(ref Unsafe.Add(ref s, Lanes), residual);
        }

        return Merge(sums);
    }

    private static PassedOn Merge(ReadOnlySpan<double> sums) => new(LaneTree.InOrder(sums[..Lanes]), LaneTree.InOrder(sums[Lanes..]));
}

/// <summary>What all support vectors share for one row.</summary>
/// <param name="Base">base: γd²_i − v_i − log a_i.</param>
/// <param name="InverseSum">1/Σ w_i.</param>
/// <param name="Outlierness">o, for the residual; −∞ where the rule leaves none.</param>
/// <param name="Share">γ·o, and whatever the member's share in an ensemble is.</param>
/// <param name="Clip">o: below it γd² counts as o; 0 where the rule does not clip.</param>
internal readonly record struct RelevanceRow(float Base, float InverseSum, float Outlierness, float Share, float Clip);

/// <summary>Sums over the support vectors.</summary>
/// <param name="Weight">Σ c_i.</param>
/// <param name="Residual">Σ p_i·max(0, o − γd²_i).</param>
internal readonly record struct PassedOn(double Weight, double Residual);
