using System.CommandLine;
using System.Runtime.InteropServices;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd info</summary>
internal sealed class InfoCommand() : CliCommand("info", "Version, processor, vector width in use.")
{
    internal override void Execute(ParseResult parsed, RunContext context)
    {
        var facts = new Dictionary<string, object?>
        {
            ["version"] = EngineInfo.Version,
            ["processor"] = ProcessorName(),
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            ["cores"] = Environment.ProcessorCount,
            ["vector_width"] = EngineInfo.VectorWidth,
            ["fused_multiply_add"] = EngineInfo.HasFusedMultiplyAdd,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = RuntimeInformation.OSDescription,
        };
        context.Answer(facts, facts.Select(fact => $"{fact.Key.Replace('_', ' '),-20} {fact.Value}"));
    }

    private static string ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        string? line = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? "unknown";
    }
}
