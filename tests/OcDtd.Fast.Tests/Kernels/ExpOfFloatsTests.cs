using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class ExpOfFloatsTests
{
    private const double Stated = 3.0 / (1 << 24);

    [Fact]
    public void Is_within_the_stated_error_over_all_its_range()
    {
        double worst = 0;
        var random = new Random(1);
        for (int i = 0; i < 2_000_000; i++)
        {
            // Evenly over the range, and as often near 0 in every order of magnitude.
            float t = i % 2 == 0 ? -87 * random.NextSingle() : -(float)Math.Pow(10, -9 + 10.9 * random.NextDouble());
            worst = Math.Max(worst, Math.Abs(Elementary.ExpOfFloat(t) / Math.Exp(t) - 1));
        }

        Assert.InRange(worst, 0, Stated);
    }

    [Fact]
    public void Every_width_gives_the_bits_of_one_number()
    {
        var random = new Random(2);
        float[] edges =
        [
            0, -0f, -1e-45f, -1e-10f, -87, MathF.BitDecrement(-87), MathF.BitIncrement(-87), -87.5f, -1e10f,
            float.NegativeInfinity, float.NaN,
        ];
        float[] t = [.. edges, .. Enumerable.Range(0, 16 * 2000 - edges.Length).Select(_ => -90 * random.NextSingle())];
        int[] expected = [.. t.Select(Elementary.ExpOfFloat).Select(BitConverter.SingleToInt32Bits)];
        Assert.Equal(expected, Bits<Float512>(t));
        Assert.Equal(expected, Bits<Twice<Float256>>(t));
        Assert.Equal(expected, Bits<Twice<Twice<Float128>>>(t));
    }

    [Fact]
    public void Is_0_below_the_smallest_normal_float_one_at_0_and_NaN_for_NaN()
    {
        Assert.Equal(0, Elementary.ExpOfFloat(MathF.BitDecrement(-87)));
        Assert.Equal(0, Elementary.ExpOfFloat(float.NegativeInfinity));
        Assert.True(float.IsNormal(Elementary.ExpOfFloat(-87)));
        Assert.Equal(1, Elementary.ExpOfFloat(0));
        Assert.True(float.IsNaN(Elementary.ExpOfFloat(float.NaN)));
    }

    private static int[] Bits<T>(float[] t)
        where T : struct, IFloatLanes<T>
    {
        float[] result = new float[t.Length];
        for (int i = 0; i < t.Length; i += T.Count)
            T.Store(Elementary.ExpOfFloats(T.Load(in t[i])), ref result[i]);
        return [.. result.Select(BitConverter.SingleToInt32Bits)];
    }
}
