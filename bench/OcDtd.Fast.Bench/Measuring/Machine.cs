using System.Runtime.InteropServices;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    internal static string Description =>
        $"{Processor()}, {Environment.ProcessorCount} cores, {EngineInfo.VectorWidth} bits in use; " +
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}; OcDtd.Fast {EngineInfo.Version}";

    private static string Processor()
    {
        const string Information = "/proc/cpuinfo";
        string? line = File.Exists(Information) ? File.ReadLines(Information).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
