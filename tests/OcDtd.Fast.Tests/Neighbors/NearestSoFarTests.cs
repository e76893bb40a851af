using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast.Tests.Neighbors;

public class NearestSoFarTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(49)]
    [InlineData(200)]
    public void The_best_k_come_out_in_order_whatever_the_order_they_came_in(int k)
    {
        var random = new Random(k);
        (double Distance, int Index)[] offers = [.. Enumerable.Range(0, 700).Select(i => ((double)random.Next(40), i))];
        random.Shuffle(offers);
        var best = new NearestSoFar(k);
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal(double.PositiveInfinity, best.Worst);
            foreach ((double distance, int index) in offers)
                best.Offer(distance, index);

            (double Distance, int Index)[] expected = [.. offers.Order().Take(k)];
            Assert.Equal(expected[^1].Distance, best.Worst);
            int[] indices = new int[k];
            double[] distances = new double[k];
            best.Drain(indices, distances);
            Assert.Equal(expected, distances.Zip(indices));
        }
    }

    [Fact]
    public void Until_there_are_k_any_distance_may_be_among_them()
    {
        var best = new NearestSoFar(3);
        best.Offer(1, 1);
        best.Offer(2, 2);
        Assert.Equal(double.PositiveInfinity, best.Worst);
        best.Offer(double.PositiveInfinity, 3);
        Assert.Equal(double.PositiveInfinity, best.Worst);
        best.Offer(5, 4);
        Assert.Equal(5, best.Worst);
    }
}
