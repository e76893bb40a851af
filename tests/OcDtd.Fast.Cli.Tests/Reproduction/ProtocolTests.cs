using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Data;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

/// <summary>Members are made of the rows that their protocol says, told apart by a first feature that numbers them.</summary>
public sealed class ProtocolTests
{
    private const int Rows = 40, Size = 10;

    private static readonly float[,] s_rows = Numbered();

    public static TheoryData<string> All => [.. Protocols().Select(protocol => protocol.Key)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_seed_gives_the_same_members_again_and_another_seed_others(string key)
    {
        MemberProtocol protocol = Protocol(key);
        Assert.Equal(Kept(Draw(protocol, 3).First), Kept(Draw(protocol, 3).First));
        Assert.NotEqual(Kept(Draw(protocol, 3).First), Kept(Draw(protocol, 4).First));
    }

    [Theory]
    [InlineData("as-written", Size)]
    [InlineData("authors-settings", Size)]
    [InlineData("density-halves", Rows / 2)]
    public void Members_share_no_row(string key, int size)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            MemberPair pair = Draw(Protocol(key), seed);
            Assert.Equal((size, size), (pair.First.SupportVectorCount, pair.Second.SupportVectorCount));
            Assert.Empty(Kept(pair.First).Intersect(Kept(pair.Second)));
        }
    }

    /// <summary>Of two draws of 10 of 40 rows one in twenty seeds shares none; of two halves all would.</summary>
    [Fact]
    public void The_authors_program_shows_both_members_all_rows()
    {
        MemberPair[] pairs = [.. Enumerable.Range(0, 10).Select(seed => Draw(Protocol("authors-program"), seed))];
        Assert.Contains(pairs, pair => Kept(pair.First).Intersect(Kept(pair.Second)).Any());
        Assert.Contains(pairs, pair => !Kept(pair.First).SequenceEqual(Kept(pair.Second)));
    }

    [Fact]
    public void Gamma_is_the_authors_or_that_of_equation_3_1()
    {
        double rule = GammaSelection.NeighborMass(s_rows).Gamma;
        Assert.Equal(
            [("as-written", rule), ("authors-program", 1.2648552168552958), ("authors-settings", 1.2648552168552958), ("density-halves", rule)],
            Protocols().Select(protocol => (protocol.Key, protocol.Gamma(s_rows))).Order());
    }

    /// <summary>What the reports say of the author's settings: which m are kept is the seed's choice, up to m = 3,000 of MNIST-C.</summary>
    [SkippableFact]
    public void At_the_authors_settings_far_more_coefficients_than_are_kept_equal_the_largest()
    {
        using MnistData data = MnistData.Read(Path.GetDirectoryName(SharedFiles.Data("mnist"))!);
        int[] digit = [.. Enumerable.Range(0, data.Train.RowCount).Where(row => data.TrainLabels[row] == 2)];
        Assert.InRange(TiedWithLargest(MemberRows.Take(data.Train.Rows, digit.AsSpan(0, digit.Length / 2))), digit.Length / 2, digit.Length / 2);
        Assert.InRange(TiedWithLargest(data.Train.Rows.Slice(0, 0, 30_000, 784).ToArray()), 20_000, 30_000);
    }

    private static int TiedWithLargest(float[,] half)
    {
        SupportVectorModel model = OneClassSvm.Fit(half, MemberProtocol.AuthorsGamma, o => o with { Nu = MemberProtocol.AuthorsNu, Tolerance = MemberProtocol.Tolerance }).Model;
        double largest = model.DualCoefficients.ToArray().Max();
        return model.DualCoefficients.ToArray().Count(coefficient => coefficient >= largest * (1 - MemberProtocol.Tolerance));
    }

    private static MemberProtocol[] Protocols() => [new AsWritten(default), new AuthorsSettings(), new AuthorsProgram(), new DensityHalves(default)];

    private static MemberProtocol Protocol(string key) => Protocols().Single(protocol => protocol.Key == key);

    // Wide apart at this width: no coefficient is zero, as on MNIST.
    private static MemberPair Draw(MemberProtocol protocol, int seed) => protocol.Draw(s_rows, 5, [Size], seed, default)[0];

    private static float[] Kept(SupportVectorModel model) => [.. Enumerable.Range(0, model.SupportVectorCount).Select(row => model.SupportVectors[row, 0]).Order()];

    private static float[,] Numbered()
    {
        var random = new Random(1);
        float[,] rows = new float[Rows, 3];
        for (int row = 0; row < Rows; row++)
            (rows[row, 0], rows[row, 1], rows[row, 2]) = (row, random.NextSingle(), random.NextSingle());
        return rows;
    }
}
