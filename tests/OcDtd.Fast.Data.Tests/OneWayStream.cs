namespace OcDtd.Fast.Data.Tests;

/// <summary>Memory as a pipe shows it: no length, no seeking, and never more than 1,000 bytes at once.</summary>
internal sealed class OneWayStream(ReadOnlySpan<byte> bytes) : MemoryStream(bytes.ToArray())
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1000)]);
}
