using System.Text;

namespace OcDtd.Fast.Bench.Comparison;

/// <summary>Writes everything twice: what is on the screen and what is kept are the same.</summary>
internal sealed class DoubleWriter(TextWriter first, TextWriter second) : TextWriter
{
    public override Encoding Encoding => first.Encoding;

    public override void Write(char value)
    {
        first.Write(value);
        second.Write(value);
    }

    public override void Write(string? value)
    {
        first.Write(value);
        second.Write(value);
    }

    public override void WriteLine() => Write(CoreNewLine[0]);

    public override void WriteLine(string? value)
    {
        Write(value);
        WriteLine();
    }
}
