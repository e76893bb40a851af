using System.Text;
using System.Xml;
using System.Xml.Linq;
using OcDtd.Fast.Cli.Reporting;

namespace OcDtd.Fast.Cli.Tests.Reporting;

public sealed class HtmlReportTests
{
    private const string Nasty = "<&\">' é × \0 \u0007 \uFFFF \U0001D54F";

    [Fact]
    public void Is_well_formed_and_gives_text_back_as_it_was()
    {
        XDocument html = Parse(Everything(Nasty));
        string expected = Nasty.Replace('\0', '\uFFFD').Replace('\u0007', '\uFFFD').Replace('\uFFFF', '\uFFFD');
        Assert.Equal(expected, html.Descendants("title").Single().Value);
        Assert.Equal(expected, html.Descendants("h1").Single().Value);
        Assert.Equal(expected, html.Descendants("caption").Single().Value);
        Assert.Equal(expected, html.Descendants("figcaption").Single().Value);
        Assert.Equal(expected, (string?)html.Descendants("img").Single().Attribute("alt"));
        Assert.Equal(expected, html.Descendants("dd").First().Value);
        Assert.Contains(expected, html.Descendants("code").Single().Value);
    }

    [Fact]
    public void Asks_nothing_of_any_network()
    {
        XDocument html = Parse(Everything("https://example.org"));
        Assert.Empty(html.Descendants("script"));
        Assert.Empty(html.Descendants("link"));
        IEnumerable<XAttribute> references = html.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href" or "srcset");
        Assert.All(references, reference => Assert.StartsWith("data:", reference.Value));
        Assert.DoesNotContain("url(", html.Descendants("style").Single().Value);
        Assert.DoesNotContain("http", Everything("plain").ToHtml().Replace("http-equiv", ""));
    }

    [Fact]
    public void Pictures_are_inside_and_say_their_size()
    {
        byte[] png = Heatmaps.Png(new float[6], 2, 3, 10);
        XElement image = Parse(new HtmlReport("t").Figure(png, "alt", "caption", pixelRatio: 1)).Descendants("img").Single();
        const string Prefix = "data:image/png;base64,";
        string source = (string)image.Attribute("src")!;
        Assert.StartsWith(Prefix, source);
        Assert.Equal(png, Convert.FromBase64String(source[Prefix.Length..]));
        Assert.Equal(("30", "20"), ((string)image.Attribute("width")!, (string)image.Attribute("height")!));
        Assert.Throws<ArgumentException>(() => new HtmlReport("t").Figure([1, 2, 3], "", ""));
    }

    [Fact]
    public void Headings_come_in_order()
    {
        Assert.Throws<InvalidOperationException>(() => new HtmlReport("t").Subheading("too early"));
        var names = Parse(Everything("x")).Descendants().Select(e => e.Name.LocalName).Where(name => name is "h1" or "h2" or "h3");
        Assert.Equal(["h1", "h2", "h3"], names);
    }

    [Fact]
    public void Tables_say_what_their_cells_are()
    {
        XDocument html = Parse(Everything("x"));
        Assert.All(html.Descendants("th"), th => Assert.Contains((string?)th.Attribute("scope"), new[] { "col", "row" }));
        Assert.Equal("number", (string?)html.Descendants("td").First().Attribute("class"));
        Assert.Equal("0.990", html.Descendants("td").First().Element("strong")!.Value);
        var ragged = new HtmlTable("c", [new("a"), new("b")], [["only one"]]);
        Assert.Throws<ArgumentException>(() => new HtmlReport("t").Table(ragged));
    }

    [Fact]
    public void The_file_is_whole_or_absent()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string path = Path.Combine(folder.FullName, "report.html");
            HtmlReport report = Everything("first");
            report.Write(path);
            Assert.Equal(report.ToHtml(), File.ReadAllText(path));
            Assert.NotEqual(0xEF, File.ReadAllBytes(path)[0]);
            Everything("second").Write(path);
            Assert.Contains("second", File.ReadAllText(path));
            Assert.ThrowsAny<IOException>(() => report.Write(Path.Combine(folder.FullName, "nowhere", "report.html")));
            Assert.Equal(["report.html"], Directory.GetFileSystemEntries(folder.FullName).Select(Path.GetFileName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static HtmlReport Everything(string text) =>
        new HtmlReport(text, text)
            .Paragraph(text)
            .Facts((text, text), ("long", new string('f', 64)))
            .Facts()
            .Heading(text)
            .Table(new HtmlTable(text, [new(text), new("AUC", Number: true)],
                [[text, HtmlCell.Number(0.99, 3, Emphasis.Strong)], [text, HtmlCell.Number(double.NaN, 3, Emphasis.Muted)]]))
            .Note(text)
            .Warning(text)
            .Subheading(text)
            .Figure(Heatmaps.Png(new float[4], 2, 2, 1000), text, text)
            .Code(text, "ocdtd info");

    private static XDocument Parse(HtmlReport report)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(report.ToHtml()));
        using var reader = XmlReader.Create(bytes, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
