using System.Diagnostics;
using System.Globalization;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>The scripts of bench/peers as processes. OCDTD_PYTHON names a Python other than /usr/bin/python3.</summary>
internal static class Python
{
    /// <summary>Starts a script on so many threads; null, and what it lacks, where it cannot run here.</summary>
    internal static PeerProcess? Start(string script, int threads, out string missing, string? openBlasCore = null)
    {
        string python = Environment.GetEnvironmentVariable("OCDTD_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";
        var info = new ProcessStartInfo(python, [Path.Combine(Repository(), "bench", "peers", script)]);
        string number = threads.ToString(CultureInfo.InvariantCulture);
        info.Environment["OPENBLAS_NUM_THREADS"] = number;
        info.Environment["OMP_NUM_THREADS"] = number;
        if (openBlasCore is not null)
            info.Environment[OpenBlas.CoreVariable] = openBlasCore;
        return PeerProcess.Start(info, out missing);
    }

    private static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "OcDtd.Fast.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("run the benchmarks from a clone of the repository.");
    }
}
