using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Files;

namespace OcDtd.Fast.Cli.Commands.TopFeatures;

/// <summary>For people: a block for each row, the most anomalous first (ties: smaller row first), columns aligned throughout.</summary>
/// <remarks>Holds what it is given, rows × features shown, until the commit: the order is known only then.</remarks>
internal sealed class TextTopFeatures(string path, IReadOnlyList<string> names) : ITopFeaturesOutput
{
    private const string Legend = "Rows by outlierness. Columns: rank, feature, value, relevance in nats, share of the outlierness.";

    private readonly PendingFile _file = AtomicFile.Create(path);
    private readonly List<ExplainedRow> _rows = [];

    public void Write(ExplainedRow row) => _rows.Add(row);

    public void Commit()
    {
        using (var text = new StreamWriter(_file.Stream, leaveOpen: true) { NewLine = "\n" })
        {
            text.WriteLine(Legend);
            int[] widths = Widths();
            foreach (int place in PixelFlipping.Order(_rows.ConvertAll(row => row.Outlierness).ToArray()))
                WriteBlock(text, _rows[place], widths);
        }

        _file.Commit();
    }

    public void Dispose() => _file.Dispose();

    private void WriteBlock(StreamWriter text, ExplainedRow row, int[] widths)
    {
        text.WriteLine();
        text.Write($"row {row.Row}  outlierness {ShortNumber.Of(row.Outlierness)}");
        text.WriteLine(row.Features.Length == 0 ? $"  ({RowText.NoFeatures})" : $"  residual {ShortNumber.Of(row.Residual)}");
        for (int place = 0; place < row.Features.Length; place++)
        {
            string[] cells = Cells(row, place);
            text.Write($"  {cells[0].PadLeft(widths[0])}  {cells[1].PadRight(widths[1])}");
            for (int column = 2; column < cells.Length; column++)
                text.Write($"  {cells[column].PadLeft(widths[column])}");
            text.WriteLine();
        }
    }

    private int[] Widths()
    {
        int[] widths = new int[5];
        foreach (ExplainedRow row in _rows)
        {
            for (int place = 0; place < row.Features.Length; place++)
            {
                string[] cells = Cells(row, place);
                for (int column = 0; column < widths.Length; column++)
                    widths[column] = Math.Max(widths[column], cells[column].Length);
            }
        }

        return widths;
    }

    private string[] Cells(ExplainedRow row, int place)
    {
        RelevantFeature feature = row.Features[place];
        return
        [
            $"{place + 1}",
            PlainText.OneLine(names[feature.Index]),
            RowText.Value(feature.Value),
            ShortNumber.Of(feature.Relevance),
            $"{100 * row.Share(feature):0.0} %",
        ];
    }
}
