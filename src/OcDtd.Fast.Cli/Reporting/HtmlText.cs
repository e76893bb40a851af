using System.Text;
using System.Xml;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Markup in the making, in which plain text and markup cannot be confused.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    /// <summary>Markup of our own.</summary>
    internal HtmlText Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Anything from outside: escaped so that it can stand in an element or in a quoted attribute.</summary>
    internal HtmlText Text(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
            AppendRune(rune);
        return this;
    }

    public override string ToString() => _html.ToString();

    private void AppendRune(Rune rune)
    {
        _ = rune.Value switch
        {
            '&' => _html.Append("&amp;"),
            '<' => _html.Append("&lt;"),
            '>' => _html.Append("&gt;"),
            '"' => _html.Append("&quot;"),
            '\'' => _html.Append("&#39;"),
            // Control characters are not allowed at all, escaped or not.
            _ when rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) => _html.Append('\uFFFD'),
            _ => _html.Append(rune.ToString()),
        };
    }
}
