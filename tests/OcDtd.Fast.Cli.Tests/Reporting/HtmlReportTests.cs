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
        Assert.All(references, reference => Assert.Matches("^(data:|#)", reference.Value));
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
    public void Notes_stand_below_the_value_of_a_cell()
    {
        var table = new HtmlTable("c", [new("m"), new("C1", Number: true)],
            [["40", HtmlCell.Number(0.877, 3, Emphasis.Strong, ["0.862 – 0.891", Nasty])]]);
        XElement cell = Parse(new HtmlReport("t").Table(table)).Descendants("td").Single();
        Assert.Equal("number", (string?)cell.Attribute("class"));
        Assert.Equal(["strong", "span", "span"], cell.Elements().Select(e => e.Name.LocalName));
        Assert.All(cell.Elements("span"), span => Assert.Equal("further", (string?)span.Attribute("class")));
        Assert.Equal("0.862 – 0.891", cell.Elements("span").First().Value);
        Assert.StartsWith("<&\">'", cell.Elements("span").Last().Value);
        Assert.Contains(".further { display: block;", ReportStyle.Css);
    }

    [Fact]
    public void Groups_of_columns_cover_exactly_their_columns()
    {
        var table = new HtmlTable("c", [new("m"), new("C1", true, "one"), new("C1×C1", true, "one"), new("C1+C2", true, "both"), new("time", true)],
            [["40", "1", "2", "3", "4"]]);
        XElement[] rows = [.. Parse(new HtmlReport("t").Table(table)).Descendants("thead").Single().Elements("tr")];
        Assert.Equal(["m", "one", "both", "time"], rows[0].Elements().Select(th => th.Value));
        Assert.Equal([null, "2", "1", null], rows[0].Elements().Select(th => (string?)th.Attribute("colspan")));
        Assert.Equal(["2", null, null, "2"], rows[0].Elements().Select(th => (string?)th.Attribute("rowspan")));
        Assert.Equal(["C1", "C1×C1", "C1+C2"], rows[1].Elements().Select(th => th.Value));
    }

    [Fact]
    public void Contents_link_to_every_heading_before_and_after()
    {
        HtmlReport report = new HtmlReport("t").Heading("Before").Contents()
            .Heading("Table 3.1: <MNIST>").Subheading("C1×C2").Heading("C1 C2").Heading("×");
        XDocument html = Parse(report);
        XElement[] headings = [.. html.Descendants().Where(e => e.Name.LocalName is "h2" or "h3")];
        XElement[] links = [.. html.Descendants("nav").Single().Descendants("a")];
        Assert.Equal(headings.Select(h => h.Value), links.Select(a => a.Value));
        Assert.Equal(headings.Select(h => "#" + (string?)h.Attribute("id")), links.Select(a => (string?)a.Attribute("href")));
        Assert.Equal(["before", "table-3-1-mnist", "c1-c2", "c1-c2-2", "section"], headings.Select(h => (string?)h.Attribute("id")));
        Assert.Equal(["h1", "h2", "nav", "h2"], html.Descendants().Select(e => e.Name.LocalName).Where(n => n is "h1" or "h2" or "nav").Take(4));
        Assert.Throws<InvalidOperationException>(() => report.Contents());
        Assert.Empty(Parse(new HtmlReport("t").Heading("x")).Descendants("nav"));
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
            .Contents()
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
