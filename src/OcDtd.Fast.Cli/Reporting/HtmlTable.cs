namespace OcDtd.Fast.Cli.Reporting;

/// <summary>How much a cell stands out.</summary>
internal enum Emphasis
{
    None,
    Strong,
    Muted,
}

/// <summary>One cell; plain text converts by itself.</summary>
internal readonly record struct HtmlCell(string Text, Emphasis Emphasis = Emphasis.None, string[]? Notes = null)
{
    public static implicit operator HtmlCell(string text) => new(text);

    /// <summary>A number with fixed decimals, so that a right-aligned column lines up at the point; a dash where there is none.</summary>
    internal static HtmlCell Number(double value, int decimals, Emphasis emphasis = Emphasis.None) =>
        new(double.IsNaN(value) ? "–" : value.ToString("F" + decimals), emphasis);
}

/// <summary>Columns of numbers are right-aligned.</summary>
internal readonly record struct HtmlColumn(string Heading, bool Number = false);

/// <summary>The first cell of a row names the row.</summary>
internal sealed record HtmlTable(string Caption, HtmlColumn[] Columns, HtmlCell[][] Rows)
{
    internal string ToHtml()
    {
        var html = new HtmlText();
        html.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Text(Caption).Raw("\">\n<table>\n");
        html.Raw("<caption>").Text(Caption).Raw("</caption>\n<thead><tr>");
        foreach (HtmlColumn column in Columns)
            html.Raw(column.Number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">").Text(column.Heading).Raw("</th>");
        html.Raw("</tr></thead>\n<tbody>\n");
        foreach (HtmlCell[] row in Rows)
            AppendRow(html, row);
        return html.Raw("</tbody>\n</table>\n</div>\n").ToString();
    }

    private void AppendRow(HtmlText html, HtmlCell[] row)
    {
        if (row.Length != Columns.Length)
            throw new ArgumentException($"table '{Caption}': a row has {row.Length} cells; there are {Columns.Length} columns.");
        html.Raw("<tr>");
        for (int i = 0; i < row.Length; i++)
        {
            string element = i == 0 ? "th" : "td";
            html.Raw($"<{element}{(i == 0 ? " scope=\"row\"" : "")}{(Columns[i].Number ? " class=\"number\"" : "")}>");
            AppendCell(html, row[i]);
            html.Raw($"</{element}>");
        }
        html.Raw("</tr>\n");
    }

    private static void AppendCell(HtmlText html, HtmlCell cell)
    {
        (string open, string close) = cell.Emphasis switch
        {
            Emphasis.Strong => ("<strong>", "</strong>"),
            Emphasis.Muted => ("<span class=\"muted\">", "</span>"),
            _ => ("", ""),
        };
        html.Raw(open).Text(cell.Text).Raw(close);
        foreach (string note in cell.Notes ?? [])
            html.Raw("<br/><span class=\"muted\">").Text(note).Raw("</span>");
    }
}
