using OcDtd.Fast.Bench.Comparison;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Plain;

/// <summary>The ensembles of a pair as plain loops in double.</summary>
internal sealed class PlainPair
{
    private readonly MemberPair _pair;
    private readonly PlainProduct _firstHalf;
    private readonly PlainProduct _secondHalf;
    private readonly double[] _relevance = new double[BenchRows.Features];

    private PlainPair(MemberPair pair, double logAlpha)
    {
        _pair = pair;
        _firstHalf = new PlainProduct(
            pair.PlainFirst, pair.PlainSecond, PlainProduct.Pairs(pair.Local.EdgesOfFirst, startAtFirst: true), logAlpha);
        _secondHalf = new PlainProduct(
            pair.PlainFirst, pair.PlainSecond, PlainProduct.Pairs(pair.Local.EdgesOfSecond, startAtFirst: false), logAlpha);
    }

    /// <summary>log α computed here, plainly.</summary>
    internal static PlainPair OfAllPairs(MemberPair pair) => new(pair, PlainProduct.LogAlpha(pair.PlainFirst, pair.PlainSecond));

    /// <summary>log α taken from the engine: for members whose pairs are too many for plain loops.</summary>
    internal static PlainPair OfEdges(MemberPair pair) => new(pair, pair.Local.LogAlpha);

    internal double BaggingScore(ReadOnlySpan<float> x) => (_pair.PlainFirst.Score(x) + _pair.PlainSecond.Score(x)) / 2;

    internal double LocalScore(ReadOnlySpan<float> x) => (_firstHalf.Score(x) + _secondHalf.Score(x)) / 2;

    internal double ExplainLocal(ReadOnlySpan<float> x)
    {
        Array.Clear(_relevance);
        return (_firstHalf.AddRelevance(x, 0.5, _relevance) + _secondHalf.AddRelevance(x, 0.5, _relevance)) / 2;
    }

    /// <summary>The error of a local Times explanation of <paramref name="x"/>.</summary>
    internal double LocalError(ReadOnlySpan<float> x, ReadOnlySpan<float> relevance)
    {
        ExplainLocal(x);
        return Errors.Relevance(relevance, _relevance);
    }
}
