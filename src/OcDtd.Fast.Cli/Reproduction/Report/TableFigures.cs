using System.Globalization;
using OcDtd.Fast.Cli.Reporting;

namespace OcDtd.Fast.Cli.Reproduction.Report;

/// <summary>A table's numbers as a picture.</summary>
internal static class TableFigures
{
    /// <summary>Rows down the side, a point with its interval for each column; the thesis' numbers as hollow diamonds.</summary>
    internal static byte[] Intervals(ComparedTable table, string title, string xLabel, params double[] references) => IntervalFigure.Png(new IntervalFigure.Content(
        title,
        xLabel,
        [.. table.Rows.Select(row => row.Label)],
        [.. table.Columns.Select((column, c) => new IntervalFigure.Series(column, [.. table.Rows.Select(row => Interval(row.Cells[c]))]))],
        references));

    /// <summary>Whether rows are numbers, so that they can run along an axis.</summary>
    internal static bool HasNumbers(ComparedTable table) => table.Rows.Length > 1 && table.Rows.All(row => double.TryParse(row.Label, CultureInfo.InvariantCulture, out _));

    /// <summary>A curve a column over the numbers that rows are named by.</summary>
    /// <param name="table">Its rows are numbers, ascending.</param>
    /// <param name="title">Above the panel.</param>
    /// <param name="yLabel">What the numbers are.</param>
    /// <param name="columns">Those to draw; all of them by default.</param>
    /// <param name="bands">Whether to draw where 95 % of seeds lie: legible for few curves.</param>
    internal static LineFigure.Panel Lines(ComparedTable table, string title, string yLabel, string[]? columns = null, bool bands = false)
    {
        double[] x = [.. table.Rows.Select(row => double.Parse(row.Label, CultureInfo.InvariantCulture))];
        return new LineFigure.Panel(
            title, table.RowHeading, yLabel, [.. (columns ?? table.Columns).Select(column => Series(table, Array.IndexOf(table.Columns, column), x, bands))], LogX: x[0] > 0 && x[^1] >= 20 * x[0]);
    }

    private static LineFigure.Series Series(ComparedTable table, int column, double[] x, bool bands)
    {
        ComparedCell[] cells = [.. table.Rows.Select(row => row.Cells[column])];
        int[] published = [.. Enumerable.Range(0, cells.Length).Where(i => cells[i].Thesis is not null)];
        return new LineFigure.Series(
            table.Columns[column],
            x,
            [.. cells.Select(cell => cell.Ours?.Mean ?? double.NaN)],
            bands ? [.. cells.Select(cell => cell.Ours?.Low ?? double.NaN)] : null,
            bands ? [.. cells.Select(cell => cell.Ours?.High ?? double.NaN)] : null,
            published.Length == 0 ? null : new LineFigure.Marks([.. published.Select(i => x[i])], [.. published.Select(i => cells[i].Thesis!.Value)]),
            CurveStyle.Of(column));
    }

    private static IntervalFigure.Interval Interval(ComparedCell cell) => new(
        cell.Ours?.Mean ?? double.NaN, cell.Ours?.Low ?? double.NaN, cell.Ours?.High ?? double.NaN, cell.Thesis ?? double.NaN);
}
