using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.View;

/// <summary>A web server for this computer alone. Kestrel itself, without a host around it: no configuration, no signals, no log.</summary>
internal sealed class PageServer : IDisposable
{
    private static readonly TimeSpan s_stopWithin = TimeSpan.FromSeconds(1);

    private readonly KestrelServer _server;

    private PageServer(KestrelServer server) => _server = server;

    /// <summary>Where the page is, with a slash at the end.</summary>
    internal string Address => _server.Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/";

    /// <summary>Starts to serve on 127.0.0.1.</summary>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="files">What is served; nothing else is.</param>
    /// <exception cref="InputException">The port is taken, or not for this user.</exception>
    internal static PageServer Start(int port, ServedFiles files)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = 0;
        options.Listen(IPAddress.Loopback, port);
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
        try
        {
            server.StartAsync(new PageApplication(files), CancellationToken.None).GetAwaiter().GetResult();
            return new PageServer(server);
        }
        catch (Exception e)
        {
            server.Dispose();
            if (e is SocketException or IOException { InnerException: AddressInUseException })
                throw new InputException($"--port {port}: {Reason(e)}; expected a free port of this user's (0 finds one).", e);
            throw;
        }
    }

    public void Dispose()
    {
        using var impatience = new CancellationTokenSource(s_stopWithin);
        _server.StopAsync(impatience.Token).GetAwaiter().GetResult();
        _server.Dispose();
    }

    private static string Reason(Exception e) => e is SocketException socket ? socket.Message : "another program listens on it";
}
