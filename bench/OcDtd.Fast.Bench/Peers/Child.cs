using System.Diagnostics;
using System.Globalization;
using OcDtd.Fast.Bench.Latency;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>This program started again, as a peer that takes commands or for a measurement that needs a fresh process.</summary>
internal static class Child
{
    /// <summary>The first argument of every such process.</summary>
    internal const string Verb = "peer";

    internal static ProcessStartInfo Info(params ReadOnlySpan<string> arguments)
    {
        string program = Environment.ProcessPath!;
        var info = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{typeof(Child).Assembly.GetName().Name}.dll"));
        info.ArgumentList.Add(Verb);
        foreach (string argument in arguments)
            info.ArgumentList.Add(argument);
        return info;
    }

    /// <summary>What a child does: the other end of <see cref="PeerProcess"/>.</summary>
    internal static void Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["openblas", string supportVectors, string rows]:
                OpenBlasPeer.Serve(supportVectors, rows);
                break;
            case ["engine", string supportVectors, string rows]:
                EnginePeer.Serve(supportVectors, rows);
                break;
            case ["cold", string model, string rows]:
                ColdStart.Serve(model, rows);
                break;
            default:
                throw new ArgumentException($"no peer '{string.Join(' ', arguments)}'.");
        }
    }

    /// <summary>Says what it is, then carries out one line after the other until there are no more.</summary>
    internal static void Serve(string version, Func<string[], double[]> carryOut)
    {
        Console.WriteLine($"ready\t{version}");
        while (Console.ReadLine() is { } line)
        {
            IEnumerable<string> numbers = carryOut(line.Split('\t')).Select(number => number.ToString(CultureInfo.InvariantCulture));
            Console.WriteLine($"ok\t{string.Join('\t', numbers)}");
        }
    }
}
