using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

/// <summary>All vector widths: a width that is not accelerated here is emulated, slowly, and must give the same bits.</summary>
internal static class Widths
{
    internal static readonly SimdWidth[] All = [SimdWidth.Bits512, SimdWidth.Bits256, SimdWidth.Bits128, SimdWidth.Scalar];

    internal static float[] RandomFloats(Random random, int count, double scale = 1)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)((random.NextDouble() - 0.5) * scale);
        return values;
    }

    internal static double[] RandomDoubles(Random random, int count, double scale = 1)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = random.NextDouble() * scale;
        return values;
    }
}
