using System.Runtime.InteropServices;
using System.Text;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    internal static string Description =>
        $"{Processor}, {Environment.ProcessorCount} cores, {EngineInfo.VectorWidth} bits in use; " +
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}; OcDtd.Fast {EngineInfo.Version}";

    /// <summary>Names the folder of this processor's results: "amd-epyc-family-26-model-2".</summary>
    internal static string Slug
    {
        get
        {
            var slug = new StringBuilder();
            foreach (char c in FullName.ToLowerInvariant())
            {
                if (char.IsAsciiLetterOrDigit(c))
                    slug.Append(c);
                else if (slug.Length > 0 && slug[^1] != '-')
                    slug.Append('-');
            }

            return slug.ToString().Trim('-');
        }
    }

    private static string Processor => Field("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Virtual machines often hide the model's name; family and model number tell generations apart.</summary>
    private static string FullName =>
        Field("cpu family") is { } family ? $"{Processor} family {family} model {Field("model")}" : Processor;

    private static string? Field(string name)
    {
        const string Information = "/proc/cpuinfo";
        if (!File.Exists(Information))
            return null;
        string? line = File.ReadLines(Information).FirstOrDefault(l => l.Split(':')[0].Trim() == name);
        return line?[(line.IndexOf(':') + 1)..].Trim();
    }
}
