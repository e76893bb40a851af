using ScottPlot;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Ticks of an axis that shows logarithms to base ten, labelled with the numbers themselves.</summary>
internal static class LogTicks
{
    /// <summary>About three to ten labels, and a tick without a label at every other digit.</summary>
    internal static Tick[] Between(double low, double high)
    {
        double[] labelled = (high - low) switch
        {
            > 2.6 => [1],
            > 1 => [1, 2, 5],
            > 0.4 => [1, 2, 3, 4, 6, 8],
            _ => [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9],
        };
        // Over very many decades only every other one, or every third, has a label.
        int stride = Math.Max(1, (int)Math.Ceiling((high - low) / 10));
        var ticks = new List<Tick>();
        for (int decade = (int)Math.Floor(low); decade <= Math.Floor(high); decade++)
        {
            foreach (double digit in labelled.Union([1, 2, 3, 4, 5, 6, 7, 8, 9]))
            {
                double position = decade + Math.Log10(digit);
                if (position < low || position > high)
                    continue;
                if (labelled.Contains(digit) && decade % stride == 0)
                    ticks.Add(Tick.Major(position, Label(digit, decade)));
                else if (stride == 1)
                    ticks.Add(Tick.Minor(position));
            }
        }
        return [.. ticks];
    }

    private static string Label(double digit, int decade) =>
        decade is < -3 or > 4 ? $"{digit}e{decade}" : (digit * Math.Pow(10, decade)).ToString("0.#####");
}
