using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>The arithmetic limits as cases, so that they take their turn among those that are held against them.</summary>
internal sealed class LimitCases
{
    /// <summary>About 5 ms: starting threads is lost in it, and so is a processor's moment at a higher clock.</summary>
    private const int Calls = 400;

    private static readonly SimdWidth[] s_widths = [.. Simd.Accelerated().Where(width => width != SimdWidth.Scalar)];

    private readonly Case[] _multiplyAdd;
    private readonly Case[] _squaredDifference;
    private readonly Case _allCores;

    internal LimitCases()
    {
        _multiplyAdd = [.. s_widths.Select(width => Case.Here("multiply-add", () => ArithmeticPeak.MultiplyAdd(width, Calls)))];
        _squaredDifference =
            [.. s_widths.Select(width => Case.Here("squared difference", () => ArithmeticPeak.SquaredDifference(width, Calls)))];
        _allCores = Case.Here("multiply-add, all cores", () => ArithmeticPeak.MultiplyAddAllCores(s_widths[0], Calls));
    }

    internal IReadOnlyList<Case> Cases => [.. _multiplyAdd, .. _squaredDifference, _allCores];

    internal MachineLimits Found(IReadOnlyList<Measured> measured)
    {
        double Rate(Case c, SimdWidth width, int threads = 1) =>
            ArithmeticPeak.OperationsPerCall(width) * Calls * threads / measured.First(m => m.Case == c).Minimum;

        Measured widest = measured.First(m => m.Case == _multiplyAdd[0]);
        return new MachineLimits(
            [.. s_widths.Select((width, i) => new ArithmeticLimit(
                width, Rate(_multiplyAdd[i], width), Rate(_squaredDifference[i], width)))],
            MultiplyAddsAllCores: Rate(_allCores, s_widths[0], Environment.ProcessorCount),
            Steadiness: widest.Minimum / widest.Median);
    }
}
