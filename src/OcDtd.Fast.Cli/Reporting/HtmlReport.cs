using System.Buffers.Binary;
using System.Text;
using OcDtd.Fast.Files;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>A report that is one file: pictures and style are inside it, and it asks nothing of any network.</summary>
/// <remarks>The markup is well-formed XML as well, so that it can be checked by machine.</remarks>
internal sealed class HtmlReport
{
    // Longer values, such as hashes and paths, get a line to themselves.
    private const int LongFact = 40;

    // Wider pictures scroll sideways on a phone, since reduced to its width their labels would be too small to read.
    private const int WidePicture = 640;

    private readonly string _title;
    private readonly HtmlContents _contents = new();
    private HtmlText _body = new();
    // What comes before the table of contents, which can be written only when all headings are known.
    private HtmlText? _beforeContents;

    internal HtmlReport(string title, string subtitle = "")
    {
        _title = title;
        _body.Raw("<header>\n<h1>").Text(title).Raw("</h1>\n");
        if (subtitle.Length > 0)
            _body.Raw("<p class=\"subtitle\">").Text(subtitle).Raw("</p>\n");
        _body.Raw("</header>\n");
    }

    /// <summary>A table of contents, here, of every heading of the report: those before it and those still to come.</summary>
    internal HtmlReport Contents()
    {
        if (_beforeContents is not null)
            throw new InvalidOperationException("a report has one table of contents.");
        (_beforeContents, _body) = (_body, new HtmlText());
        return this;
    }

    internal HtmlReport Heading(string text) => Element("h2", text, _contents.Add(text));

    /// <summary>Below a heading.</summary>
    internal HtmlReport Subheading(string text)
    {
        if (_contents.IsEmpty)
            throw new InvalidOperationException("a subheading must come after a heading.");
        return Element("h3", text, _contents.Add(text, below: true));
    }

    internal HtmlReport Paragraph(string text) => Element("p", text);

    internal HtmlReport Note(string text) => Aside("note", "Note", text);

    internal HtmlReport Warning(string text) => Aside("warning", "Warning", text);

    /// <summary>Names and their values, such as settings, versions and times.</summary>
    internal HtmlReport Facts(params (string Name, string Value)[] facts)
    {
        if (facts.Length == 0)
            return this;
        _body.Raw("<dl>\n");
        foreach ((string name, string value) in facts)
        {
            _body.Raw(value.Length > LongFact ? "<div class=\"long\">" : "<div>");
            _body.Raw("<dt>").Text(name).Raw("</dt><dd>").Text(value).Raw("</dd></div>\n");
        }
        _body.Raw("</dl>\n");
        return this;
    }

    internal HtmlReport Table(HtmlTable table)
    {
        _body.Raw(table.ToHtml());
        return this;
    }

    /// <summary>Lines of code, such as commands to try next.</summary>
    internal HtmlReport Code(params string[] lines)
    {
        _body.Raw("<pre tabindex=\"0\"><code>").Text(string.Join('\n', lines)).Raw("</code></pre>\n");
        return this;
    }

    /// <summary>A PNG picture, embedded.</summary>
    /// <param name="png">Drawn at <paramref name="pixelRatio"/> times the size it is shown at.</param>
    /// <param name="alternative">What a reader who cannot see the picture should know.</param>
    /// <param name="caption">Explains rows, columns and lines in words too: without fonts the picture has no labels.</param>
    /// <param name="pixelRatio">2 for the figures of this namespace.</param>
    internal HtmlReport Figure(byte[] png, string alternative, string caption, int pixelRatio = 2)
    {
        (int width, int height) = PngSize(png);
        (width, height) = (width / pixelRatio, height / pixelRatio);
        bool wide = width > WidePicture;
        _body.Raw("<figure>\n<div class=\"scroll\"").Raw(wide ? " tabindex=\"0\" role=\"region\" aria-label=\"picture\">" : ">");
        _body.Raw($"<img{(wide ? " class=\"wide\"" : "")} width=\"{width}\" height=\"{height}\" alt=\"");
        _body.Text(alternative).Raw("\" src=\"data:image/png;base64,").Raw(Convert.ToBase64String(png)).Raw("\"/></div>\n");
        _body.Raw("<figcaption>").Text(caption).Raw("</figcaption>\n</figure>\n");
        return this;
    }

    internal string ToHtml()
    {
        var html = new HtmlText();
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        // A browser that honours this could not load anything from elsewhere even if the text tried to make it.
        html.Raw("<meta http-equiv=\"Content-Security-Policy\"");
        html.Raw(" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\"/>\n");
        html.Raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>").Text(_title).Raw("</title>\n<style>\n");
        html.Raw(ReportStyle.Css).Raw("</style>\n</head>\n<body>\n<main>\n");
        if (_beforeContents is not null)
            html.Raw(_beforeContents.ToString()).Raw(_contents.ToHtml());
        html.Raw(_body.ToString()).Raw("</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>Creates or replaces the file; it is whole or absent.</summary>
    internal void Write(string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private HtmlReport Element(string name, string text, string id = "")
    {
        _body.Raw(id.Length > 0 ? $"<{name} id=\"{id}\">" : $"<{name}>").Text(text).Raw($"</{name}>\n");
        return this;
    }

    private HtmlReport Aside(string kind, string word, string text)
    {
        _body.Raw($"<p class=\"aside {kind}\" role=\"note\"><strong>{word}:</strong> ").Text(text).Raw("</p>\n");
        return this;
    }

    private static (int Width, int Height) PngSize(ReadOnlySpan<byte> png)
    {
        // Eight bytes of signature, four of length, "IHDR", then width and height.
        if (png.Length < 24 || !png.StartsWith(Signature))
            throw new ArgumentException("not a PNG picture.", nameof(png));
        return (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]));
    }

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
}
