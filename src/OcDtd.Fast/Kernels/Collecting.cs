using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Collects the support vectors whose v does not exceed a cut, and adds up what the others may weigh: Σ_{v_i ≥ cut} e^(minimum − v_i).</summary>
/// <remarks>
/// 16 lanes; a lane's sum goes to double after every 16 vectors, as in <see cref="RelativeSoftMinimum"/>, whose relative error it has. Support vectors in
/// order; a v that is NaN is collected.
/// </remarks>
internal static class Collecting
{
    private const int Lanes = 16;
    private const int VectorsAtATime = 16;

    /// <summary>Returns how many there are; no more than fit are written to <paramref name="indices"/>.</summary>
    internal static int Collect(ReadOnlySpan<float> relative, float minimum, float cut, Span<int> indices, out double leftOut) =>
        Collect(Simd.Active, relative, minimum, cut, indices, out leftOut);

    /// <summary>The same at a chosen width.</summary>
    internal static int Collect(
        SimdWidth width, ReadOnlySpan<float> relative, float minimum, float cut, Span<int> indices, out double leftOut) => width switch
        {
            SimdWidth.Bits512 => Body<Float512>(relative, minimum, cut, indices, out leftOut),
            SimdWidth.Bits256 => Body<Twice<Float256>>(relative, minimum, cut, indices, out leftOut),
            SimdWidth.Bits128 => Body<Twice<Twice<Float128>>>(relative, minimum, cut, indices, out leftOut),
            _ => Reference(relative, minimum, cut, indices, out leftOut),
        };

    private static int Reference(ReadOnlySpan<float> relative, float minimum, float cut, Span<int> indices, out double leftOut)
    {
        Span<double> sums = stackalloc double[Lanes];
        Span<float> parts = stackalloc float[Lanes];
        sums.Clear();
        int count = 0;
        for (int start = 0; start < relative.Length; start += VectorsAtATime * Lanes)
        {
            parts.Clear();
            for (int i = start; i < Math.Min(start + VectorsAtATime * Lanes, relative.Length); i++)
            {
                if (!(relative[i] > cut) && count++ < indices.Length)
                    indices[count - 1] = i;
                if (!(relative[i] < cut))
                    parts[i % Lanes] += Elementary.ExpOfFloat(minimum - relative[i]);
            }

            for (int lane = 0; lane < Lanes; lane++)
                sums[lane] += parts[lane];
        }

        leftOut = LaneTree.InOrder(sums);
        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Body<T>(ReadOnlySpan<float> relative, float minimum, float cut, Span<int> indices, out double leftOut)
        where T : struct, IFloatLanes<T>
    {
        Span<double> sums = stackalloc double[Lanes];
        sums.Clear();
        ref double s = ref MemoryMarshal.GetReference(sums);
        ref float v = ref MemoryMarshal.GetReference(relative);
        ref int target = ref MemoryMarshal.GetReference(indices);
        T shift = T.Broadcast(minimum), limit = T.Broadcast(cut);
        int count = 0;
        for (int start = 0; start < relative.Length; start += VectorsAtATime * Lanes)
        {
            int end = Math.Min(start + VectorsAtATime * Lanes, relative.Length);
            T sum = T.Broadcast(0);
            for (int i = start; i < end; i += Lanes)
            {
                T value = T.Load(in Unsafe.Add(ref v, i));
                sum = T.Add(sum, T.ZeroBelow(value, limit, Elementary.ExpOfFloats(T.Subtract(shift, value))));
                for (uint bits = T.NotAbove(value, limit); bits != 0; bits &= bits - 1)
                {
                    if (count < indices.Length)
                        Unsafe.Add(ref target, count) = i + BitOperations.TrailingZeroCount(bits);
                    count++;
                }
            }

            T.AddTo(ref s, sum);
        }

        leftOut = LaneTree.InOrder(sums);
        return count;
    }
}
