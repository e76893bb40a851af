namespace OcDtd.Fast.Cli.Reporting;

/// <summary>How much a cell stands out.</summary>
internal enum Emphasis
{
    None,
    Strong,
    Muted,
}

/// <summary>One cell; plain text converts by itself.</summary>
/// <param name="Text">The value.</param>
/// <param name="Emphasis">How the value stands out.</param>
/// <param name="Notes">Lines below the value, small and muted: its interval, or what another source says.</param>
internal readonly record struct HtmlCell(string Text, Emphasis Emphasis = Emphasis.None, IReadOnlyList<string>? Notes = null)
{
    public static implicit operator HtmlCell(string text) => new(text);

    /// <summary>A number with fixed decimals, so that a right-aligned column lines up at the point; a dash where there is none.</summary>
    internal static HtmlCell Number(double value, int decimals, Emphasis emphasis = Emphasis.None, IReadOnlyList<string>? notes = null) =>
        new(double.IsNaN(value) ? "–" : value.ToString("F" + decimals), emphasis, notes);
}

/// <summary>Columns of numbers are right-aligned; neighbours of the same group stand under one heading.</summary>
internal readonly record struct HtmlColumn(string Heading, bool Number = false, string Group = "");

/// <summary>The first cell of a row names the row.</summary>
internal sealed record HtmlTable(string Caption, HtmlColumn[] Columns, HtmlCell[][] Rows)
{
    internal string ToHtml()
    {
        var html = new HtmlText();
        html.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Text(Caption).Raw("\">\n<table>\n");
        html.Raw("<caption>").Text(Caption).Raw("</caption>\n<thead>");
        AppendHeadings(html);
        html.Raw("</thead>\n<tbody>\n");
        foreach (HtmlCell[] row in Rows)
            AppendRow(html, row);
        return html.Raw("</tbody>\n</table>\n</div>\n").ToString();
    }

    private void AppendHeadings(HtmlText html)
    {
        bool grouped = Columns.Any(column => column.Group.Length > 0);
        html.Raw("<tr>");
        for (int i = 0, span; i < Columns.Length; i += span)
        {
            string group = Columns[i].Group;
            span = group.Length == 0 ? 1 : Columns.Skip(i).TakeWhile(column => column.Group == group).Count();
            if (group.Length == 0)
                AppendHeading(html, Columns[i], grouped ? " rowspan=\"2\"" : "");
            else
                html.Raw($"<th scope=\"colgroup\" class=\"group\" colspan=\"{span}\">").Text(group).Raw("</th>");
        }
        if (grouped)
            html.Raw("</tr>\n<tr>");
        foreach (HtmlColumn column in Columns.Where(column => column.Group.Length > 0))
            AppendHeading(html, column, "");
        html.Raw("</tr>");
    }

    private static void AppendHeading(HtmlText html, HtmlColumn column, string span) =>
        html.Raw($"<th scope=\"col\"{(column.Number ? " class=\"number\"" : "")}{span}>").Text(column.Heading).Raw("</th>");

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
            html.Raw("<span class=\"further\">").Text(note).Raw("</span>");
    }
}
