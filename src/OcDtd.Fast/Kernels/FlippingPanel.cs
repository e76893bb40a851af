using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Differences of sixteen support vectors from a row, turned to lie side by side feature by feature, in masking order.</summary>
/// <remarks>
/// Reads 16 × d support vectors where they lie, four features of all sixteen at a time; writes v = u − x of feature j and support vector l
/// to <c>places[j] + l</c> of the target. One lane, one support vector; rounded once, to float32 (2⁻²⁴ of itself), and nothing is added
/// up here. NaN stays NaN.
/// </remarks>
internal static class FlippingPanel
{
    /// <summary>Support vectors side by side.</summary>
    internal const int Lanes = 16;

    private const int Quad = 4;

    /// <summary>Fills one panel from <paramref name="rows"/>, 16 × d; all <paramref name="places"/> leave room for 16.</summary>
    internal static void Fill(ReadOnlySpan<float> x, ReadOnlySpan<float> rows, ReadOnlySpan<int> places, Span<float> target) =>
        Fill(Simd.Active, x, rows, places, target);

    /// <summary>The same at a chosen width.</summary>
    internal static void Fill(
        SimdWidth width, ReadOnlySpan<float> x, ReadOnlySpan<float> rows, ReadOnlySpan<int> places, Span<float> target)
    {
        int done = width switch
        {
            SimdWidth.Bits512 => Body<Float512>(x, rows, places, target),
            SimdWidth.Bits256 => Body<Twice<Float256>>(x, rows, places, target),
            SimdWidth.Bits128 => Body<Twice<Twice<Float128>>>(x, rows, places, target),
            _ => 0,
        };
        for (int j = done; j < x.Length; j++)
        {
            for (int lane = 0; lane < Lanes; lane++)
                target[places[j] + lane] = rows[lane * x.Length + j] - x[j];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Body<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> rows, ReadOnlySpan<int> places, Span<float> target)
        where T : struct, IFloatLanes<T>
    {
        nint d = x.Length;
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float row0 = ref MemoryMarshal.GetReference(rows);
        ref float row1 = ref Unsafe.Add(ref row0, d);
        ref float row2 = ref Unsafe.Add(ref row1, d);
        ref float row3 = ref Unsafe.Add(ref row2, d);
        ref float to = ref MemoryMarshal.GetReference(target);
        ref int place = ref MemoryMarshal.GetReference(places);
        nint stride = Quad * d;
        nint j = 0;
        for (; j + Quad <= d; j += Quad)
        {
            // Lane q of a vector's quads is row 4q + (0 … 3): turned around, the rows stand in their order.
            T row = T.LoadQuads(in Unsafe.Add(ref px, j), 0);
            T a = T.Subtract(T.LoadQuads(in Unsafe.Add(ref row0, j), stride), row);
            T b = T.Subtract(T.LoadQuads(in Unsafe.Add(ref row1, j), stride), row);
            T c = T.Subtract(T.LoadQuads(in Unsafe.Add(ref row2, j), stride), row);
            T e = T.Subtract(T.LoadQuads(in Unsafe.Add(ref row3, j), stride), row);
            T.TransposeQuads(ref a, ref b, ref c, ref e);
            T.Store(a, ref Unsafe.Add(ref to, Unsafe.Add(ref place, j)));
            T.Store(b, ref Unsafe.Add(ref to, Unsafe.Add(ref place, j + 1)));
            T.Store(c, ref Unsafe.Add(ref to, Unsafe.Add(ref place, j + 2)));
            T.Store(e, ref Unsafe.Add(ref to, Unsafe.Add(ref place, j + 3)));
        }

        return (int)j;
    }
}
