using System.Net.Sockets;
using System.Text;

namespace OcDtd.Fast.Web.Tests.Support;

/// <summary>An answer as it came: status, headers by name, body.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>Sends requests as they are written here: a client library would tidy up the paths and hosts that these tests are about.</summary>
internal static class RawHttp
{
    internal static RawAnswer Send(Uri server, string method, string target, string? host = null)
    {
        using var client = new TcpClient(server.Host, server.Port);
        using NetworkStream stream = client.GetStream();
        stream.ReadTimeout = 30_000;
        stream.Write(Encoding.ASCII.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: {host ?? server.Authority}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return Read(all.ToArray());
    }

    private static RawAnswer Read(byte[] bytes)
    {
        int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        string[] lines = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n");
        Dictionary<string, string> headers = lines.Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), headers, bytes[(end + 4)..]);
    }
}
