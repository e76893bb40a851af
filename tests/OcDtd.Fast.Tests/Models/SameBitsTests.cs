using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Models;

/// <summary>The same row gives the same bits: alone, in any batch, at any position, with any number of threads; and costs no allocation.</summary>
public sealed class SameBitsTests
{
    public static TheoryData<string> Kinds => ["single", "bagging", "global", "local", "local-same"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Batches_of_any_size_and_any_number_of_threads_give_each_rows_own_bits(string kind)
    {
        OneClassModel model = PropertyTests.Make(kind, 70, 1);
        float[,] rows = TestModels.RandomRows(new Random(2), 101, 70, scale: 1.5f);
        float[] alone = new float[101];
        float[,] aloneRelevance = new float[101, 70];
        float[] aloneResidual = new float[101];
        for (int r = 0; r < 101; r++)
        {
            alone[r] = model.Score(rows.AsSpan2D().GetRowSpan(r));
            model.Explain(rows.AsSpan2D().GetRowSpan(r), aloneRelevance.AsSpan2D().GetRowSpan(r), out aloneResidual[r]);
        }

        foreach (int threads in new[] { 1, 2, 5 })
        {
            foreach ((int first, int count) in new[] { (0, 101), (0, 1), (7, 2), (50, 51), (3, 16), (4, 17), (99, 2), (0, 0) })
            {
                var options = new BatchOptions { MaxDegreeOfParallelism = threads };
                ReadOnlySpan2D<float> part = rows.AsSpan2D(first, 0, count, 70);
                float[] scores = new float[count], explained = new float[count], residual = new float[count];
                float[,] relevance = new float[count, 70];
                model.Score(part, scores, options);
                model.Explain(part, relevance, explained, residual, RelevanceRule.Thesis, options);
                Assert.Equal(alone[first..(first + count)], scores);
                Assert.Equal(scores, explained);
                Assert.Equal(aloneResidual[first..(first + count)], residual);
                for (int r = 0; r < count; r++)
                    Assert.Equal(aloneRelevance.AsSpan2D().GetRowSpan(first + r).ToArray(), relevance.AsSpan2D().GetRowSpan(r).ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Ten_thousand_rows_in_a_batch_are_the_same_rows_one_at_a_time(string kind)
    {
        const int Count = 10_000;
        OneClassModel model = PropertyTests.Make(kind, 33, 7);
        float[,] rows = TestModels.RandomRows(new Random(8), Count, 33, scale: 2);
        float[] scores = new float[Count], residual = new float[Count], alone = new float[33];
        float[,] relevance = new float[Count, 33];
        model.Explain(rows, relevance, scores, residual);
        for (int r = 0; r < Count; r++)
        {
            float o = model.Explain(rows.AsSpan2D().GetRowSpan(r), alone, out float rest);
            Assert.True(o.Equals(scores[r]) && rest.Equals(residual[r]), $"row {r}");
            Assert.True(relevance.AsSpan2D().GetRowSpan(r).SequenceEqual(alone), $"row {r}");
            Assert.Equal(o, model.Score(rows.AsSpan2D().GetRowSpan(r)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_row_calls_allocate_nothing(string kind)
    {
        OneClassModel model = PropertyTests.Make(kind, 70, 3);
        float[] row = [.. TestModels.RandomRows(new Random(4), 1, 70).AsSpan()];
        float[] relevance = new float[70];
        var prototypes = new Prototype[5];
        Assert.Equal(0, AllocatedBytes.Fewest(Call));

        void Call()
        {
            model.Score(row);
            model.Explain(row, relevance, out _, RelevanceRule.Thesis);
            model.Explain(row, relevance, out _, RelevanceRule.Conservative);
            model.FindPrototypes(row, prototypes);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_row_calls_with_8_bit_images_and_with_rows_that_need_double_allocate_nothing(string kind)
    {
        // Wide kernels: nearly every support vector matters, and explanations of single members and bagging add them up in float32.
        var random = new Random(11);
        OneClassModel model = Images(random, kind);
        float[] image = Image(random), other = [.. image.Select(v => v * 0.99f)], far = [.. image.Select(v => v * 1e6f)];
        float[] relevance = new float[70];
        var prototypes = new Prototype[5];
        Assert.All(model.Members, member => Assert.True(member.Screen.IsEightBit));
        Assert.Equal(0, AllocatedBytes.Fewest(Call));

        void Call()
        {
            foreach (float[] row in (ReadOnlySpan<float[]>)[image, other, far])
            {
                model.Score(row);
                model.Explain(row, relevance, out _, RelevanceRule.Thesis);
                model.Explain(row, relevance, out _, RelevanceRule.Conservative);
                model.FindPrototypes(row, prototypes);
            }
        }
    }

    [Fact]
    public void Cancelling_ends_a_batch_and_progress_counts_every_row()
    {
        OneClassModel model = PropertyTests.Make("bagging", 5, 5);
        float[,] rows = TestModels.RandomRows(new Random(6), 100, 5);
        using var source = new CancellationTokenSource();
        var progress = new Recorder();
        model.Score(rows, new float[100], new BatchOptions { Progress = progress });
        Assert.Equal(100, progress.Last);
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => model.Score(rows, new float[100], new BatchOptions { CancellationToken = source.Token }));
    }

    private static OneClassModel Images(Random random, string kind)
    {
        SupportVectorModel first = Member(40), second = Member(25);
        return kind switch
        {
            "single" => first,
            "bagging" => new BaggingEnsemble(first, second),
            "global" => new GlobalTimesEnsemble(first, second),
            "local" => new LocalTimesEnsemble(first, second, 3),
            _ => new LocalTimesEnsemble(first, first, 3),
        };

        SupportVectorModel Member(int count) =>
            KernelDensity.Fit(TestModels.Matrix([.. Enumerable.Range(0, count).Select(_ => Image(random))]), 0.05);
    }

    private static float[] Image(Random random) => [.. Enumerable.Range(0, 70).Select(_ => random.Next(256) / 255f)];

    private sealed class Recorder : IProgress<int>
    {
        private int _last;

        internal int Last => _last;

        public void Report(int value)
        {
            int seen;
            while ((seen = _last) < value && Interlocked.CompareExchange(ref _last, value, seen) != seen)
            {
            }
        }
    }
}
