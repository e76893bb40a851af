using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction;

/// <summary>Parts of a table that stand for all of it: spread over the file, so that every kind of row is among them.</summary>
internal static class RowChoice
{
    /// <summary>Every <paramref name="step"/>th row.</summary>
    internal static float[,] EveryNth(DataTable table, int step) =>
        MemberRows.Take(table.Rows, [.. Enumerable.Range(0, CountOfEveryNth(table.RowCount, step)).Select(i => i * step)]);

    /// <summary>How many these are.</summary>
    internal static int CountOfEveryNth(int rows, int step) => (rows + step - 1) / step;

    /// <summary>At most so many of some row numbers, at even distances.</summary>
    internal static int[] Spread(int[] rows, int most) =>
        rows.Length <= most ? rows : [.. Enumerable.Range(0, most).Select(i => rows[(int)((long)i * rows.Length / most)])];
}
