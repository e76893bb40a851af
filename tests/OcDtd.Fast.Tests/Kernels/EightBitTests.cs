using System.Runtime.Intrinsics;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

/// <summary>Every path of the kernels for 8-bit images that this processor has, against plain loops over the bytes.</summary>
public sealed class EightBitTests
{
    public static TheoryData<int> FeatureCounts => [.. Enumerable.Range(1, 70), 611, 784];

    private static IEnumerable<EightBitPath> Paths => Enum.GetValues<EightBitPath>().Where(EightBitPaths.IsSupported);

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void Every_path_is_exact_for_every_number_of_features_rows_and_support_vectors(int features)
    {
        var random = new Random(features);
        int count = 1 + features * 7 % 150;
        byte[] u = RandomBytes(random, count * features), x = RandomBytes(random, 9 * features);
        EightBitPanels panels = Pack(u, count, features);
        long[] expected = Products(x, 9, u, count, features);
        foreach (EightBitPath path in Paths)
        {
            for (int rowCount = 1; rowCount <= 9; rowCount++)
            {
                int[] found = Compute(path, x, rowCount, panels, PanelRange.All(panels));
                for (int r = 0; r < rowCount; r++)
                {
                    Assert.Equal(expected.AsSpan(r * count, count).ToArray(), Widen(found.AsSpan(r * panels.PaddedCount, count)));
                    Assert.Equal(-1, found.AsSpan(r * panels.PaddedCount + count, panels.PaddedCount - count).IndexOfAnyExcept(0));
                }
            }
        }
    }

    [Fact]
    public void The_largest_sums_are_exact()
    {
        // Five rows: four together and one alone.
        const int Features = EightBitPanels.MaximumFeatures;
        byte[] x = new byte[5 * Features], u = new byte[2 * Features];
        x.AsSpan().Fill(255);
        u.AsSpan(0, Features).Fill(255);
        EightBitPanels panels = Pack(u, 2, Features);
        foreach (EightBitPath path in Paths)
        {
            int[] found = Compute(path, x, 5, panels, PanelRange.All(panels));
            for (int r = 0; r < 5; r++)
                Assert.Equal([255 * 255 * Features, 0], found.AsSpan(r * panels.PaddedCount, 2));
        }

        Assert.Equal([255 * 255 * Features, 0], panels.SquaredNorms[..2]);
    }

    [Fact]
    public void More_features_than_an_int32_holds_are_refused()
    {
        const int Features = EightBitPanels.MaximumFeatures + 1;
        Assert.True(255L * 255 * Features > int.MaxValue);
        Assert.Null(EightBitPanels.TryPack(new float[Features], 1, Features, All(Features)));
    }

    [Fact]
    public void Some_panels_alone_give_the_sums_of_all()
    {
        const int Features = 30, Count = 16 * 9 + 3;
        var random = new Random(5);
        byte[] u = RandomBytes(random, Count * Features), x = RandomBytes(random, 7 * Features);
        EightBitPanels panels = Pack(u, Count, Features);
        foreach (EightBitPath path in Paths)
        {
            int[] all = Compute(path, x, 7, panels, PanelRange.All(panels));
            for (int first = 0; first < panels.PanelCount; first++)
            {
                var range = new PanelRange(first, Math.Min(1 + first % 4, panels.PanelCount - first));
                int[] some = Compute(path, x, 7, panels, range);
                for (int r = 0; r < 7; r++)
                    Assert.Equal(all.AsSpan(r * panels.PaddedCount + first * 16, range.PaddedCount), Row(some, r, range));
            }
        }

        static Span<int> Row(int[] values, int r, PanelRange range) => values.AsSpan(r * range.PaddedCount, range.PaddedCount);
    }

    [Fact]
    public void Results_may_be_a_stride_apart_and_nothing_between_them_is_written()
    {
        byte[] x = RandomBytes(new Random(6), 6 * 10), u = RandomBytes(new Random(7), 20 * 10);
        EightBitPanels panels = Pack(u, 20, 10);
        foreach (EightBitPath path in Paths)
        {
            int[] dense = Compute(path, x, 6, panels, PanelRange.All(panels));
            int[] found = new int[6 * 40];
            found.AsSpan().Fill(-1);
            EightBitDots.Compute(path, Write(path, x, 6, 10), 6, panels, PanelRange.All(panels), found, 40);
            for (int r = 0; r < 6; r++)
            {
                Assert.Equal(dense.AsSpan(r * 32, 32), found.AsSpan(r * 40, 32));
                Assert.Equal(-1, found.AsSpan(r * 40 + 32, 8).IndexOfAnyExcept(-1));
            }
        }
    }

    [Fact]
    public void Room_for_fewer_results_than_there_are_is_refused()
    {
        EightBitPanels panels = Pack(new byte[20], 20, 1);
        int[] row = new int[EightBitRow.Length(1)];
        Assert.Throws<ArgumentOutOfRangeException>(
            () => EightBitDots.Compute(row, 1, panels, PanelRange.All(panels), new int[31], 32));
    }

    [Fact]
    public void Every_8_bit_value_is_recognised_and_none_beside_it()
    {
        for (int k = 0; k <= 255; k++)
        {
            float value = k / 255f;
            Assert.True(EightBitRow.TryConvert([value], [0], Single, out int squaredNorm));
            Assert.Equal(k, Single[0]);
            Assert.Equal(k * k, squaredNorm);
            Assert.False(EightBitRow.TryConvert([MathF.BitIncrement(value)], [0], Single, out _));
            Assert.False(EightBitRow.TryConvert([MathF.BitDecrement(value)], [0], Single, out _));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(256 / 255f)]
    [InlineData(-1 / 255f)]
    [InlineData(0.5f)]
    [InlineData(65536 / 255f)]
    [InlineData(1e30f)]
    [InlineData(int.MinValue / 255f)]
    [InlineData(int.MaxValue / 255f)]
    public void Other_values_are_refused_wherever_they_stand(float value)
    {
        float[] row = new float[150];
        for (int j = 0; j < row.Length; j++)
        {
            row.AsSpan().Clear();
            row[j] = value;
            Assert.False(EightBitRow.TryWrite(row, All(row.Length), new int[EightBitRow.Length(row.Length)], out _));
            Assert.Null(EightBitPanels.TryPack(row, 1, row.Length, All(row.Length)));
        }
    }

    [Fact]
    public void A_negative_zero_is_zero()
    {
        Assert.True(EightBitRow.TryConvert([-0f], [0], Single, out _));
        Assert.Equal(0, Single[0]);
    }

    [Fact]
    public void Features_that_were_not_chosen_are_not_looked_at()
    {
        int[] features = [1, 2, 5, 6, 7, 9];
        float[] rows = new float[2 * 10];
        rows.AsSpan().Fill(float.NaN);
        long expected = 0;
        for (int j = 0; j < features.Length; j++)
        {
            rows[features[j]] = (200 + j) / 255f;
            rows[10 + features[j]] = 30 * j / 255f;
            expected += (200 + j) * 30 * j;
        }

        EightBitPanels panels = EightBitPanels.TryPack(rows.AsSpan(10), 1, 10, features)!;
        foreach (EightBitPath path in Paths)
        {
            int[] packed = new int[EightBitRow.Length(path, features.Length)], found = new int[16];
            Assert.True(EightBitRow.TryWrite(path, rows.AsSpan(0, 10), features, packed, out _));
            EightBitDots.Compute(path, packed, 1, panels, PanelRange.All(panels), found, 16);
            Assert.Equal(expected, found[0]);
        }
    }

    [Fact]
    public void Squared_norms_make_exact_distances()
    {
        const int Features = 784, Count = 21;
        byte[] u = RandomBytes(new Random(8), Count * Features), x = RandomBytes(new Random(9), Features);
        EightBitPanels panels = Pack(u, Count, Features);
        int[] packed = new int[EightBitRow.Length(Features)], dots = new int[panels.PaddedCount];
        Assert.True(EightBitRow.TryWrite(ToUnit(x), All(Features), packed, out int norm));
        EightBitDots.Compute(packed, 1, panels, PanelRange.All(panels), dots, dots.Length);
        for (int i = 0; i < Count; i++)
        {
            int expected = 0;
            for (int j = 0; j < Features; j++)
                expected += (x[j] - u[i * Features + j]) * (x[j] - u[i * Features + j]);
            Assert.Equal(expected, norm + panels.SquaredNorms[i] - 2 * dots[i]);
        }
    }

    [Fact]
    public void Multiplying_without_the_instruction_gives_the_same()
    {
        Vector128<int> u = Vector128.Create(0x00FF00FF, 0x00010080, 0x00000007, 0x00FE0000);
        Vector128<int> x = Vector128.Create(0x00FF00FF, 0x00FF00FF, 0x00FF0003, 0x00020055);
        Assert.Equal(Vector128.Create(2 * 255 * 255, 255 + 128 * 255, 21, 508), TwoProducts128.MultiplyAddAdjacent(u, x));
    }

    [Theory]
    [InlineData(SimdWidth.Bits512)]
    [InlineData(SimdWidth.Bits256)]
    [InlineData(SimdWidth.Bits128)]
    [InlineData(SimdWidth.Scalar)]
    internal void Every_width_has_a_path_that_the_processor_supports(SimdWidth width)
    {
        EightBitPath path = EightBitPaths.Choose(width);
        Assert.True(EightBitPaths.IsSupported(path));
        Assert.Equal(width == SimdWidth.Scalar, path == EightBitPath.Reference);
    }

    private static byte[] Single { get; } = new byte[1];

    private static EightBitPanels Pack(byte[] u, int count, int features) =>
        EightBitPanels.TryPack(ToUnit(u), count, features, All(features))!;

    private static int[] Compute(EightBitPath path, byte[] x, int rowCount, EightBitPanels panels, PanelRange range)
    {
        int[] found = new int[rowCount * range.PaddedCount];
        found.AsSpan().Fill(-1);
        EightBitDots.Compute(path, Write(path, x, rowCount, panels.FeatureCount), rowCount, panels, range, found, range.PaddedCount);
        return found;
    }

    private static int[] Write(EightBitPath path, byte[] x, int rowCount, int features)
    {
        int length = EightBitRow.Length(path, features);
        int[] packed = new int[rowCount * length];
        for (int r = 0; r < rowCount; r++)
        {
            float[] row = ToUnit(x.AsSpan(r * features, features));
            Assert.True(EightBitRow.TryWrite(path, row, All(features), packed.AsSpan(r * length, length), out _));
        }

        return packed;
    }

    private static long[] Products(byte[] x, int rowCount, byte[] u, int count, int features)
    {
        long[] sums = new long[rowCount * count];
        for (int r = 0; r < rowCount; r++)
        {
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < features; j++)
                    sums[r * count + i] += x[r * features + j] * u[i * features + j];
            }
        }

        return sums;
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        // As many of the extremes as of all others: an image is mostly black and white.
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)(random.Next(4) switch { 0 => 0, 1 => 255, _ => random.Next(256) });
        return bytes;
    }

    private static float[] ToUnit(ReadOnlySpan<byte> bytes)
    {
        float[] values = new float[bytes.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = bytes[i] / 255f;
        return values;
    }

    private static int[] All(int features) => [.. Enumerable.Range(0, features)];

    private static long[] Widen(ReadOnlySpan<int> values)
    {
        long[] wide = new long[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return wide;
    }
}
