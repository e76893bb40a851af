namespace OcDtd.Fast.Tests.Decisions;

public class BenjaminiHochbergTests
{
    [Fact]
    public void An_example_by_hand()
    {
        // Bounds i·q/m are 0.02, 0.04, 0.06, 0.08, 0.1: the third is met, so the second, above its own bound, goes with it.
        double[] p = [0.9, 0.06, 0.01, 0.5, 0.05];
        bool[] selected = new bool[6];
        selected[5] = true;
        Assert.Equal(3, BenjaminiHochberg.Select(p, 0.1, selected));
        Assert.Equal([false, true, true, false, true, true], selected);
    }

    [Fact]
    public void Nothing_is_selected_of_nothing() => Assert.Equal(0, BenjaminiHochberg.Select([], 0.1, []));

    [Fact]
    public void Equal_p_values_have_equal_answers()
    {
        bool[] selected = new bool[4];
        Assert.Equal(4, BenjaminiHochberg.Select([0.1, 0.1, 0.1, 0.1], 0.1, selected)); // the first three are above their own bounds
        Assert.Equal(0, BenjaminiHochberg.Select([0.1, 0.1, 0.1, 0.2], 0.1, selected));
        Assert.Equal([false, false, false, false], selected);
    }

    [Fact]
    public void Rows_without_a_p_value_are_not_selected_but_counted()
    {
        bool[] selected = new bool[2];
        Assert.Equal(1, BenjaminiHochberg.Select([0.05, double.NaN], 0.1, selected));
        Assert.Equal([true, false], selected);
        Assert.Equal(0, BenjaminiHochberg.Select([0.06, double.NaN], 0.1, selected)); // alone, 0.06 would be selected
        Assert.Equal(0, BenjaminiHochberg.Select([double.NaN, double.NaN], 0.9, selected));
    }

    /// <summary>
    /// Conformal p-values c/(n + 1) at rates a/100, where equality with i·q/m is common: the reference decides in whole numbers,
    /// without rounding, and tries every i for every row.
    /// </summary>
    [Fact]
    public void Selection_is_that_of_whole_numbers()
    {
        var random = new Random(17);
        int equalities = 0;
        for (int trial = 0; trial < 10_000; trial++)
        {
            int rows = random.Next(1, 40), places = 10 * random.Next(1, 21), hundredths = random.Next(1, 61);
            long[] counts = [.. Enumerable.Range(0, rows).Select(_ => 1L + random.Next(places) * random.Next(places) / places)];
            (bool[] expected, bool tight) = PlainSelection(counts, places, hundredths);
            equalities += tight ? 1 : 0;

            bool[] found = new bool[rows];
            int count = BenjaminiHochberg.Select([.. counts.Select(c => (double)c / places)], hundredths / 100.0, found);
            Assert.Equal(expected, found);
            Assert.Equal(expected.Count(s => s), count);
        }

        Assert.True(equalities > 100, $"only {equalities} trials were decided by an equality.");
    }

    [Fact]
    public void P_values_out_of_range_and_too_little_room_are_refused()
    {
        Assert.StartsWith("p-value 1 is 1.5", Message(() => BenjaminiHochberg.Select([0.5, 1.5], 0.1, new bool[2])));
        Assert.StartsWith("p-value 0 is -0.1", Message(() => BenjaminiHochberg.Select([-0.1], 0.1, new bool[1])));
        Assert.Contains("room for 1 values; 2", Message(() => BenjaminiHochberg.Select([0.5, 0.5], 0.1, new bool[1])));
    }

    /// <summary>p_(i) ≤ i·q/m with p = count/places and q = hundredths/100; and whether the largest such i holds with equality.</summary>
    private static (bool[] Selected, bool Tight) PlainSelection(long[] counts, long places, long hundredths)
    {
        long[] sorted = [.. counts.Order()];
        long limit = 0;
        bool tight = false;
        for (int i = 1; i <= sorted.Length; i++)
        {
            long left = sorted[i - 1] * 100 * counts.Length, right = hundredths * i * places;
            if (left <= right)
                (limit, tight) = (sorted[i - 1], left == right);
        }

        return (Array.ConvertAll(counts, count => count <= limit), tight);
    }

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
