using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Mnist;

/// <summary>Pixel-flipping curves of the six classifiers over test rows, inliers and outliers apart.</summary>
internal sealed class FlippingTrials
{
    /// <summary>The share of rows below and above the band that figures show.</summary>
    private const double BandTail = 0.1;

    private readonly Workbench _bench;
    private readonly DigitTask _task;
    private readonly MemberProtocol _protocol;
    private readonly int _size;

    /// <param name="bench">Options and context.</param>
    /// <param name="task">Which digit.</param>
    /// <param name="protocol">How members are made.</param>
    /// <param name="size">Their number of support vectors.</param>
    /// <param name="rowsEach">Seed 0 masks so many test inliers and so many outliers at most.</param>
    /// <param name="seeds">Further seeds, which mask a tenth of that, for how much areas vary.</param>
    internal FlippingTrials(Workbench bench, DigitTask task, MemberProtocol protocol, int size, int rowsEach, int seeds)
    {
        (_bench, _task, _protocol, _size) = (bench, task, protocol, size);
        (CurveRows, AreaRows) = (rowsEach, Math.Max(20, rowsEach / 10));
        Curves = Make(seed: 0, CurveRows);
        Areas = [.. Enumerable.Range(0, seeds).Select(seed => Make(seed, AreaRows))];
    }

    /// <summary>Mean curves with bands, of one seed on many rows.</summary>
    internal Trial Curves { get; }

    /// <summary>Areas, a trial a seed, on fewer rows.</summary>
    internal IReadOnlyList<Trial> Areas { get; }

    /// <summary>Rows of each kind that curves are of, at most.</summary>
    internal int CurveRows { get; }

    /// <summary>Rows of each kind that areas are of, at most.</summary>
    internal int AreaRows { get; }

    internal IEnumerable<Trial> All => Areas.Prepend(Curves);

    internal static string AreaName(FlippedRows rows) => $"area {rows}";

    /// <summary>Name of a curve: "mean", "low" or "high" of a classifier.</summary>
    internal static string CurveName(string what, FlippedRows rows, int classifier) => $"{what} {rows} {SixClassifiers.Names[classifier]}";

    /// <summary>Test rows of the digit, or of the others.</summary>
    internal int[] Rows(FlippedRows rows, int most) => RowChoice.Spread(_task.TestRows(digit => digit == _task.Digit == (rows == FlippedRows.Inliers)), most);

    private Trial Make(int seed, int rowsEach) => new(
        "MNIST, pixel flipping", $"digit={_task.Digit} protocol={_protocol.Key} m={_size} rows={rowsEach} seed={seed}", Weight: 1 + rowsEach / 150.0, () => Run(seed, rowsEach));

    private TrialNumbers Run(int seed, int rowsEach)
    {
        MemberPair pair = _protocol.Draw(_task.Train, _protocol.Gamma(_task.Train), [Math.Min(_size, _task.Train.GetLength(0) / 2)], seed, _bench.Batch)[0];
        Classifier[] classifiers = [.. SixClassifiers.Make(pair.First, pair.Second, _bench.Batch)];
        var numbers = new TrialNumbers();
        foreach (FlippedRows which in Enum.GetValues<FlippedRows>())
        {
            float[,] rows = MemberRows.Take(_task.Test.Rows, Rows(which, rowsEach));
            double[] areas = new double[classifiers.Length];
            for (int c = 0; c < classifiers.Length; c++)
            {
                float[,] curves = Flipping.RelativeCurves(classifiers[c].Model, rows, RelevanceRule.Thesis, _bench.Batch);
                areas[c] = Flipping.MeanArea(curves);
                foreach ((string what, double[] values) in Bands(curves))
                    numbers[CurveName(what, which, c)] = values;
            }

            numbers[AreaName(which)] = areas;
        }

        return numbers;
    }

    /// <summary>At each step the mean over rows, and where the middle 80 % of rows lie.</summary>
    private static IEnumerable<(string Name, double[] Values)> Bands(float[,] curves)
    {
        int rows = curves.GetLength(0), steps = curves.GetLength(1);
        double[] mean = new double[steps], low = new double[steps], high = new double[steps], column = new double[rows];
        for (int k = 0; k < steps; k++)
        {
            for (int row = 0; row < rows; row++)
                column[row] = curves[row, k];
            Array.Sort(column);
            mean[k] = column.Average();
            low[k] = SeedSummary.Percentile(column, BandTail);
            high[k] = SeedSummary.Percentile(column, 1 - BandTail);
        }

        return [("mean", mean), ("low", low), ("high", high)];
    }
}

/// <summary>Whose curves.</summary>
internal enum FlippedRows
{
    Inliers,
    Outliers,
}
