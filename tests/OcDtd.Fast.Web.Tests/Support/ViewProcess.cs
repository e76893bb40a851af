using System.Diagnostics;
using OcDtd.Fast.Cli.Tests.Support;

namespace OcDtd.Fast.Web.Tests.Support;

/// <summary>A running 'ocdtd view'.</summary>
internal sealed class ViewProcess : IDisposable
{
    private static readonly TimeSpan s_startWithin = TimeSpan.FromMinutes(2);

    private ViewProcess(Process process, Uri address) => (Process, Address) = (process, address);

    internal Process Process { get; }

    /// <summary>Where it said that it serves.</summary>
    internal Uri Address { get; }

    /// <summary>Starts it on a free port and waits for its first line.</summary>
    internal static ViewProcess Start(string model, string runtime) =>
        Start(new Dictionary<string, string>(), "view", model, "--port", "0", "--runtime", runtime);

    /// <summary>Starts it with variables and options of its own.</summary>
    internal static ViewProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        Process process = OcdtdProcess.Start(environment, arguments);
        try
        {
            Task<string?> line = process.StandardOutput.ReadLineAsync();
            Assert.True(line.Wait(s_startWithin), "ocdtd view does not say where it serves.");
            string said = line.Result ?? throw new InvalidOperationException($"ocdtd view ended: {process.StandardError.ReadToEnd()}");
            return new ViewProcess(process, new Uri(said.Split(' ').Single(word => word.StartsWith("http", StringComparison.Ordinal))));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        Process.WaitForExit();
        Process.Dispose();
    }
}
