using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Mnist;

/// <summary>The six classifiers of seed 0, and the digits that figures show: the first of their kind in the test set, chosen by nobody.</summary>
internal sealed class ShownDigits
{
    /// <summary>The largest of Table 3.1.</summary>
    internal const int Size = 100;

    internal const int Each = 4;

    /// <summary>Two that share strokes with a 2 and two that do not.</summary>
    private static readonly int[] s_outliers = [7, 3, 0, 4];

    private readonly Lazy<Classifier[]> _classifiers;

    internal ShownDigits(Workbench bench, DigitTask task, MemberProtocol protocol)
    {
        Protocol = protocol;
        Rows = [.. task.TestRows(digit => digit == task.Digit, Each), .. s_outliers.Where(digit => digit != task.Digit).SelectMany(digit => task.TestRows(label => label == digit, 1))];
        _classifiers = new Lazy<Classifier[]>(() =>
        {
            MemberPair pair = protocol.Draw(task.Train, protocol.Gamma(task.Train), [Math.Min(Size, task.Train.GetLength(0) / 2)], seed: 0, bench.Batch)[0];
            return [.. SixClassifiers.Make(pair.First, pair.Second, bench.Batch)];
        });
    }

    internal MemberProtocol Protocol { get; }

    /// <summary>Test rows: inliers, then outliers.</summary>
    internal int[] Rows { get; }

    internal Classifier[] Classifiers => _classifiers.Value;
}
