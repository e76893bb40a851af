using OcDtd.Fast.Bench.Limits;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>The limits as cases, so that they take their turn among those that are held against them.</summary>
internal sealed class LimitCases
{
    private const int CallsPerThread = 800; // about 10 ms: starting threads is lost in it

    private static readonly SimdWidth[] s_widths = [.. Simd.Accelerated().Where(width => width != SimdWidth.Scalar)];

    private readonly ReadBandwidth _bandwidth;
    private readonly Case[] _multiplyAdd;
    private readonly Case[] _squaredDifference;
    private readonly Case _allCores;
    private readonly Case[] _reads;

    internal LimitCases(BenchRows rows)
    {
        _bandwidth = new ReadBandwidth(rows.Train.Length, BenchRows.Features * PackedSupportVectors.Lanes);
        _multiplyAdd = [.. s_widths.Select(width => new Case("multiply-add", () => ArithmeticPeak.MultiplyAdd(width)))];
        _squaredDifference = [.. s_widths.Select(width => new Case("squared difference", () => ArithmeticPeak.SquaredDifference(width)))];
        _allCores = new Case("multiply-add, all cores", () => ArithmeticPeak.MultiplyAddAllCores(s_widths[0], CallsPerThread));
        _reads = [new Case("read", _bandwidth.ReadOneStream), new Case("read", _bandwidth.ReadFourStreams)];
    }

    internal IReadOnlyList<Case> Cases => [.. _multiplyAdd, .. _squaredDifference, _allCores, .. _reads];

    internal MachineLimits Found(IReadOnlyList<Measured> measured)
    {
        double Rate(Case c, double operations) => operations / measured.First(m => m.Case == c).Minimum;

        double allCores = ArithmeticPeak.OperationsPerCall(s_widths[0]) * CallsPerThread * Environment.ProcessorCount;
        return new MachineLimits(
            [.. s_widths.Select((width, i) => new ArithmeticLimit(
                width,
                Rate(_multiplyAdd[i], ArithmeticPeak.OperationsPerCall(width)),
                Rate(_squaredDifference[i], ArithmeticPeak.OperationsPerCall(width))))],
            MultiplyAddsAllCores: Rate(_allCores, allCores),
            BytesRead: _reads.Max(read => Rate(read, _bandwidth.BytesPerCall)));
    }
}
