using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>The same ensembles as plain loops.</summary>
internal sealed class PlainPair
{
    private readonly MemberPair _pair;
    private readonly PlainProduct _firstHalf;
    private readonly PlainProduct _secondHalf;
    private readonly PlainProduct? _all;
    private readonly double[] _relevance = new double[BenchRows.Features];
    private readonly float[] _found = new float[BenchRows.Features];

    /// <summary>log α and the list of all pairs computed here, plainly.</summary>
    internal static PlainPair OfAllPairs(MemberPair pair)
    {
        PlainMember first = pair.PlainFirst, second = pair.PlainSecond;
        double logAlpha = PlainProduct.LogAlpha(first, second);
        return new PlainPair(pair, logAlpha, new PlainProduct(first, second, PlainProduct.AllPairs(first, second), logAlpha));
    }

    /// <summary>log α taken from the engine: for members whose pairs are too many for plain loops.</summary>
    internal static PlainPair OfEdges(MemberPair pair) => new(pair, pair.Local.LogAlpha, allPairs: null);

    private PlainPair(MemberPair pair, double logAlpha, PlainProduct? allPairs)
    {
        _pair = pair;
        _all = allPairs;
        _firstHalf = new PlainProduct(
            pair.PlainFirst, pair.PlainSecond, PlainProduct.Pairs(pair.Local.EdgesOfFirst, startAtFirst: true), logAlpha);
        _secondHalf = new PlainProduct(
            pair.PlainFirst, pair.PlainSecond, PlainProduct.Pairs(pair.Local.EdgesOfSecond, startAtFirst: false), logAlpha);
    }

    internal double BaggingScore(ReadOnlySpan<float> x) => (_pair.PlainFirst.Score(x) + _pair.PlainSecond.Score(x)) / 2;

    internal double GlobalScore(ReadOnlySpan<float> x) => _all!.Score(x);

    internal double LocalScore(ReadOnlySpan<float> x) => (_firstHalf.Score(x) + _secondHalf.Score(x)) / 2;

    internal double Explain(ReadOnlySpan<float> x)
    {
        Array.Clear(_relevance);
        return (_firstHalf.AddRelevance(x, 0.5, _relevance) + _secondHalf.AddRelevance(x, 0.5, _relevance)) / 2;
    }

    internal double ExplainError(ReadOnlySpan<float> x)
    {
        Explain(x);
        _pair.Local.Explain(x, _found);
        return Errors.Relevance(_found, _relevance);
    }
}
