using System.Text;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>The headings of a report, each with an id of its own, and links to them.</summary>
internal sealed class HtmlContents
{
    private readonly List<(string Id, string Text, bool Below)> _headings = [];
    private readonly HashSet<string> _ids = [];

    internal bool IsEmpty => _headings.Count == 0;

    /// <summary>Takes a heading in; returns its id, which reads like the heading so that a shared link says where it leads.</summary>
    internal string Add(string text, bool below = false)
    {
        string slug = Slug(text), id = slug;
        for (int copy = 2; !_ids.Add(id); copy++)
            id = $"{slug}-{copy}";
        _headings.Add((id, text, below));
        return id;
    }

    internal string ToHtml()
    {
        var html = new HtmlText();
        if (IsEmpty)
            return "";
        html.Raw("<nav aria-label=\"Contents\">\n<p>Contents</p>\n<ul>\n");
        foreach ((string id, string text, bool below) in _headings)
            html.Raw(below ? "<li class=\"sub\">" : "<li>").Raw($"<a href=\"#{id}\">").Text(text).Raw("</a></li>\n");
        return html.Raw("</ul>\n</nav>\n").ToString();
    }

    // Plain letters and digits only: nothing to escape in markup or in an address.
    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (char c in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        string trimmed = slug.ToString().TrimEnd('-');
        return trimmed.Length > 0 ? trimmed : "section";
    }
}
