using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

/// <summary>The parts of a pixel-flipping curve: every width gives the scalar reference's bits, and the reference what it says.</summary>
public sealed class FlippingKernelTests
{
    private const int BlockSize = FlippingSums.BlockSize;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(37)]
    public void A_panel_holds_each_features_sixteen_differences_side_by_side_at_its_place(int features)
    {
        var random = new Random(features);
        float[] x = Widths.RandomFloats(random, features), rows = Widths.RandomFloats(random, 16 * features);
        int[] places = [.. Enumerable.Range(0, features).Select(j => j * BlockSize)];
        random.Shuffle(places);
        foreach (SimdWidth width in Widths.All)
        {
            float[] panel = new float[features * BlockSize];
            FlippingPanel.Fill(width, x, rows, places, panel);
            for (int j = 0; j < features; j++)
            {
                for (int lane = 0; lane < 16; lane++)
                    Assert.Equal(rows[lane * features + j] - x[j], panel[places[j] + lane]);
                Assert.Equal(new float[BlockSize - 16], panel[(places[j] + 16)..(places[j] + BlockSize)]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void A_stretch_has_the_same_bits_at_every_width(int places)
    {
        float[] differences = Differences(places, seed: 1);
        double[] negativeLog = NegativeLogs(seed: 2);
        Outcome? expected = null;
        foreach (SimdWidth width in Widths.All)
        {
            Outcome found = Run(width, 0.9, shift: 1.5, differences, negativeLog);
            expected ??= found;
            Assert.Equal(expected.Nearest, found.Nearest);
            Assert.Equal(expected.Largest, found.Largest);
            Assert.Equal(expected.Totals, found.Totals);
            Assert.Equal(expected.Distances, found.Distances);
            Assert.Equal(expected.Squares, found.Squares);
        }
    }

    [Fact]
    public void A_stretch_adds_up_what_plain_loops_add_up()
    {
        const int Places = 16;
        const double Gamma = 0.9, Shift = 1.5;
        float[] differences = Differences(Places, seed: 3);
        double[] negativeLog = NegativeLogs(seed: 4);
        Outcome found = Run(SimdWidth.Scalar, Gamma, Shift, differences, negativeLog);
        double largest = double.NegativeInfinity, nearest = double.PositiveInfinity;
        for (int place = 0; place < Places; place++)
        {
            double sum = 0;
            for (int i = 0; i < BlockSize; i++)
            {
                double distance = Enumerable.Range(0, place + 1).Sum(p => Math.Pow(differences[p * BlockSize + i], 2));
                double h = Gamma * distance + negativeLog[i];
                sum += Math.Exp(Shift - h);
                nearest = place == 0 ? Math.Min(nearest, h) : nearest;
                largest = place == Places - 1 ? Math.Max(largest, (Shift - h) / Math.Log(2)) : largest;
            }

            Assert.Equal(sum, found.Totals[place], sum * 2e-6);
        }

        Assert.Equal(nearest, found.Nearest, 1e-12);
        Assert.Equal(largest, found.Largest, 1e-5);
    }

    [Fact]
    public void A_skipped_stretch_leaves_the_squares_of_one_that_is_added()
    {
        float[] differences = Differences(7, seed: 5);
        float[] added = Run(SimdWidth.Scalar, 0.9, 0, differences, NegativeLogs(seed: 6)).Squares;
        foreach (SimdWidth width in Widths.All)
        {
            float[] skipped = new float[BlockSize];
            FlippingSums.Skip(width, differences, new FlippingBlock(default, default, default, skipped));
            Assert.Equal(added, skipped);
        }
    }

    [Fact]
    public void Own_power_of_two_is_as_exact_as_it_says_and_the_same_at_every_width()
    {
        var random = new Random(7);
        float[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => 252 * random.NextSingle() - 126)];
        float[] arguments = [0, -0f, -126, 126, 0.5f, -0.5f, 1.5f, 1, -1, .. drawn];
        for (int i = 0; i < arguments.Length; i++)
        {
            double expected = Math.Pow(2, arguments[i]);
            Assert.InRange(Math.Abs(Elementary.PowerOfTwo(arguments[i]) / expected - 1), 0, 2.5e-7);
        }

        Assert.Equal(1, Elementary.PowerOfTwo(0f));
        Check<Float512>();
        Check<Float256>();
        Check<Float128>();

        void Check<T>()
            where T : struct, IFloatLanes<T>
        {
            float[] found = new float[T.Count];
            for (int i = 0; i + T.Count <= arguments.Length; i += T.Count)
            {
                T.Store(Elementary.PowerOfTwo(T.Load(in arguments[i])), ref found[0]);
                for (int lane = 0; lane < T.Count; lane++)
                    Assert.Equal(Elementary.PowerOfTwo(arguments[i + lane]), found[lane]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(21)]
    public void Virtual_differences_are_formed_in_double_at_every_width(int features)
    {
        var random = new Random(features);
        float[] x = Widths.RandomFloats(random, features), u = Widths.RandomFloats(random, features, 100);
        float[] v = [.. u.Select(value => -value)], expected = new float[features];
        for (int j = 0; j < features; j++)
            expected[j] = (float)(0.5 * ((double)u[j] - x[j]) + 0.5 * ((double)v[j] - x[j]));
        foreach (SimdWidth width in Widths.All)
        {
            float[] found = new float[features];
            VirtualRow.Compute(width, x, u, v, 0.5, 0.5, found);
            Assert.Equal(expected, found);
        }
    }

    private static Outcome Run(SimdWidth width, double gamma, double shift, float[] differences, double[] negativeLog)
    {
        int places = differences.Length / BlockSize;
        var found = new Outcome(new double[places], new double[BlockSize], new float[BlockSize]);
        var block = new FlippingBlock(found.Distances, new double[BlockSize], new float[BlockSize], found.Squares);
        float[] sums = new float[places * FlippingSums.Lanes];
        found.Nearest = FlippingSums.Head(width, gamma, differences, negativeLog, block);
        found.Largest = FlippingSums.Add(width, gamma, shift, differences, sums, block);
        FlippingSums.Flush(width, sums, found.Totals);
        Assert.Equal(new float[sums.Length], sums);
        return found;
    }

    private static float[] Differences(int places, int seed) => Widths.RandomFloats(new Random(seed), places * BlockSize, scale: 3);

    private static double[] NegativeLogs(int seed)
    {
        double[] logs = Widths.RandomDoubles(new Random(seed), BlockSize, scale: 5);
        logs[^1] = double.PositiveInfinity;
        return logs;
    }

    private sealed record Outcome(double[] Totals, double[] Distances, float[] Squares)
    {
        internal double Nearest { get; set; }

        internal float Largest { get; set; }
    }
}
