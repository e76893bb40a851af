using System.Diagnostics;
using System.Globalization;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Bench.Fitting;

/// <summary>scikit-learn in a process of its own, which fits when asked (bench/peers/sklearn_fit.py).</summary>
internal sealed class SklearnPeer : IDisposable
{
    private readonly Process _process;
    private readonly string _rows;

    private SklearnPeer(Process process, string rows, string version)
    {
        _process = process;
        _rows = rows;
        Version = version;
    }

    /// <summary>As it says itself.</summary>
    internal string Version { get; }

    /// <summary>Starts it, or gives null where there is no Python with scikit-learn (OCDTD_PYTHON names another).</summary>
    internal static SklearnPeer? Start(ReadOnlySpan2D<float> rows)
    {
        string script = Path.Combine(Repository(), "bench", "peers", "sklearn_fit.py");
        string file = Path.Combine(Path.GetTempPath(), $"ocdtd-bench-{Environment.ProcessId}.npy");
        rows.TryGetSpan(out ReadOnlySpan<float> values);
        NpyWriter.Write(file, values, rows.Height, rows.Width);
        string python = Environment.GetEnvironmentVariable("OCDTD_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";
        try
        {
            Process process = Process.Start(new ProcessStartInfo(python, [script, file])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            if (process.StandardOutput.ReadLine() is { } ready && ready.StartsWith("ready ", StringComparison.Ordinal))
                return new SklearnPeer(process, file, ready["ready ".Length..]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such program: as if scikit-learn were missing.
        }

        File.Delete(file);
        return null;
    }

    /// <summary>Seconds that a fit takes there.</summary>
    internal double Fit(double gamma, double nu, double tolerance)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{gamma} {nu} {tolerance}"));
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(_process.StandardError.ReadToEnd());
        return double.Parse(answer.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_rows);
    }

    private static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "OcDtd.Fast.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("run the benchmarks from a clone of the repository.");
    }
}
