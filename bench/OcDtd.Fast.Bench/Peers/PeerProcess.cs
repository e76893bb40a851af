using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>Another program that waits for commands and answers each with the seconds its work took.</summary>
/// <remarks>
/// One line each way, fields parted by tabs. It begins with "ready VERSION" or "missing NAME"; after that a command gets "ok SECONDS" or
/// "error MESSAGE". A process of its own keeps its threads, memory and settings (OPENBLAS_CORETYPE, OCDTD_SIMD) apart from ours.
/// </remarks>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _complaints;

    private PeerProcess(Process process, StringBuilder complaints, string version)
    {
        _process = process;
        _complaints = complaints;
        Version = version;
    }

    /// <summary>As it says itself.</summary>
    internal string Version { get; }

    /// <summary>The most memory it has had so far.</summary>
    internal long PeakBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it; null, and a reason, where the program or something that it needs is not installed.</summary>
    internal static PeerProcess? Start(ProcessStartInfo info, out string missing)
    {
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        Process process;
        try
        {
            process = Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            missing = info.FileName;
            return null;
        }

        var complaints = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (complaints)
                complaints.AppendLine(line.Data);
        };
        process.BeginErrorReadLine(); // read at once: a full pipe would stop the peer
        string[] answer = (process.StandardOutput.ReadLine() ?? "missing\twhat it needs to start").Split('\t');
        if (answer[0] == "ready")
        {
            missing = "";
            return new PeerProcess(process, complaints, answer[1]);
        }

        process.WaitForExit();
        process.Dispose();
        missing = answer.Length > 1 ? answer[1] : complaints.ToString();
        return null;
    }

    /// <summary>Seconds that a command takes there.</summary>
    internal double Ask(params ReadOnlySpan<object> command) => Answer(command)[0];

    /// <summary>All numbers of the answer, seconds first.</summary>
    internal double[] Answer(params ReadOnlySpan<object> command)
    {
        var line = new StringBuilder();
        foreach (object field in command)
            line.Append(line.Length == 0 ? "" : "\t").Append(CultureInfo.InvariantCulture, $"{field}");
        _process.StandardInput.WriteLine(line);
        string[]? answer = _process.StandardOutput.ReadLine()?.Split('\t');
        if (answer is ["ok", ..])
            return [.. answer.Skip(1).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

        lock (_complaints)
        {
            string said = answer is null ? "ended" : string.Join(' ', answer);
            throw new InvalidOperationException($"{Version}: '{line}': {said}\n{_complaints}");
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
