using System.Xml;
using System.Xml.Linq;

namespace OcDtd.Fast.Cli.Tests.Support;

/// <summary>A report.html as it must be.</summary>
internal static class ReportFile
{
    /// <summary>Well-formed, and whole without any network or other file; at least so many pictures.</summary>
    internal static XDocument Require(string path, int pictures = 0)
    {
        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var html = XDocument.Load(reader);
        Assert.DoesNotContain(html.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe" or "object");
        XAttribute[] references = [.. html.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href" or "srcset")];
        Assert.All(references, reference => Assert.True(
            reference.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal) || reference.Value.StartsWith('#'), reference.Value[..Math.Min(80, reference.Value.Length)]));
        Assert.True(references.Count(reference => reference.Value.StartsWith("data:", StringComparison.Ordinal)) >= pictures);
        Assert.DoesNotContain("url(", string.Concat(html.Descendants().Where(e => e.Name.LocalName == "style").Select(e => e.Value)));
        return html;
    }
}
