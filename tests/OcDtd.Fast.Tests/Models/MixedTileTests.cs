using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Tests.Models;

/// <summary>Tiles in which rows go different ways (8-bit images, others, NaN, infinity): each keeps the bits it has alone.</summary>
public sealed class MixedTileTests
{
    private const int Features = 37;

    public static TheoryData<string> Kinds => ["single", "bagging", "twice", "global", "local", "local-same", "half"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_pattern_of_runs_gives_each_row_its_own_bits(string kind)
    {
        OneClassModel model = Make(kind);
        float[][] some = [Row('8', 1), Row('f', 2), Row('8', 3), Row('f', 4), Row('8', 5), Row('f', 6), Row('8', 7)];
        Answer[] alone = [.. some.Select(row => Alone(model, row))];
        for (int pattern = 0; pattern < 1 << 7; pattern++)
        {
            // Bit i: an 8-bit image at place i, or none. Images are the even of some, others the odd.
            int[] places = [.. Enumerable.Range(0, 7).Select(i => ((pattern >> i) & 1) == 1 ? 2 * (i % 4) : 2 * (i % 3) + 1)];
            AssertSame(model, [.. places.Select(p => some[p])], [.. places.Select(p => alone[p])]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Batches_of_any_size_with_NaN_and_infinite_rows_between_give_each_row_its_own_bits(string kind)
    {
        OneClassModel model = Make(kind);
        const string Pattern = "88888888ffffffff8f8f8f8fn8n8fnfi8if88888ffff8nif888888888f888888888ff";
        float[][] rows = [.. Enumerable.Range(0, 70).Select(r => Row(Pattern[r % Pattern.Length], r))];
        Answer[] alone = [.. rows.Select(row => Alone(model, row))];
        for (int count = 1; count <= 70; count++)
        {
            int first = 70 - count;
            AssertSame(model, rows[first..], alone[first..]);
            AssertSame(model, rows[..count], alone[..count]);
        }
    }

    [Fact]
    public void Images_are_scored_by_integers_and_other_rows_are_not()
    {
        // What the other tests rest on.
        Assert.True(((SupportVectorModel)Make("single")).Screen.IsEightBit);
        Assert.Equal([true, false], Make("half").Members.Select(m => m.Screen.IsEightBit));
    }

    private static void AssertSame(OneClassModel model, float[][] rows, Answer[] alone)
    {
        int n = rows.Length;
        const int Before = 3, After = 40;

        // Outputs lie in the middle of sevens, relevance with sevens between the rows too.
        float[] scores = Sevens(Before + n + After), explained = Sevens(Before + n + After), residual = Sevens(Before + n + After);
        float[,] relevance = new float[n + 2, Features + 5];
        relevance.AsSpan().Fill(7);
        var options = new BatchOptions { MaxDegreeOfParallelism = 1 };
        float[,] samples = TestModels.Matrix(rows);
        model.Score(samples, scores.AsSpan(Before), options);
        model.Explain(
            samples,
            relevance.AsSpan2D(1, 2, n, Features),
            explained.AsSpan(Before),
            residual.AsSpan(Before, n),
            RelevanceRule.Thesis,
            options);
        for (int r = 0; r < n; r++)
        {
            AssertBits(alone[r].Score, scores[Before + r]);
            AssertBits(alone[r].Score, explained[Before + r]);
            AssertBits(alone[r].Residual, residual[Before + r]);
            for (int j = 0; j < Features; j++)
                AssertBits(alone[r].Relevance[j], relevance[r + 1, j + 2]);
        }

        foreach (float[] outputs in new[] { scores, explained, residual })
        {
            Assert.Equal(-1, outputs.AsSpan(0, Before).IndexOfAnyExcept(7f));
            Assert.Equal(-1, outputs.AsSpan(Before + n).IndexOfAnyExcept(7f));
        }

        relevance.AsSpan2D(1, 2, n, Features).Fill(7);
        Assert.Equal(-1, relevance.AsSpan().IndexOfAnyExcept(7f));
    }

    private static Answer Alone(OneClassModel model, float[] row)
    {
        float[] relevance = new float[Features];
        float o = model.Explain(row, relevance, out float residual);
        AssertBits(o, model.Score(row));
        return new Answer(o, relevance, residual);
    }

    private static void AssertBits(float expected, float found)
    {
        bool bothNaN = float.IsNaN(expected) && float.IsNaN(found);
        if (!bothNaN && BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(found))
            Assert.Fail($"{found:g9} in a batch, {expected:g9} alone.");
    }

    private static float[] Sevens(int count) => [.. Enumerable.Repeat(7f, count)];

    /// <summary>An 8-bit image, a float row, or one with NaN or infinity in a varying or in a constant feature.</summary>
    private static float[] Row(char kind, int seed)
    {
        var random = new Random(100 + seed);
        float[] row = [.. Enumerable.Range(0, Features).Select(j => kind == '8' ? random.Next(256) / 255f : random.NextSingle())];
        if (kind == '8' && seed % 3 == 0)
            row[5] = 0.123f; // constant in all support vectors: may be anything
        if (kind is 'n' or 'i')
            row[seed % 2 == 0 ? 5 : 6] = kind == 'n' ? float.NaN : float.PositiveInfinity;
        return row;
    }

    private static OneClassModel Make(string kind)
    {
        var random = new Random(9);
        SupportVectorModel first = Images(random, 41, 0.3), second = Images(random, 19, 0.6);
        return kind switch
        {
            "single" => first,
            "bagging" => new BaggingEnsemble(first, second, Images(random, 100, 3)),
            "twice" => new BaggingEnsemble(first, first),
            "global" => new GlobalTimesEnsemble(first, second),
            "local" => new LocalTimesEnsemble(first, second, 4, 3),
            "local-same" => new LocalTimesEnsemble(first, first, 5),
            "half" => new BaggingEnsemble(first, TestModels.Random(random, 33, Features, 0.2)), // images in one member alone
            _ => throw new ArgumentException(kind),
        };
    }

    private static SupportVectorModel Images(Random random, int count, double gamma)
    {
        float[,] rows = new float[count, Features];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < Features; j++)
                rows[i, j] = j % 10 == 5 ? 1 : random.Next(256) / 255f;
        }

        return SupportVectorModel.Create(rows, [.. Enumerable.Range(0, count).Select(_ => 0.05 + random.NextDouble())], gamma);
    }

    private sealed record Answer(float Score, float[] Relevance, float Residual);
}
