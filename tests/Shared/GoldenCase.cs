using System.Text.Json;
using System.Text.Json.Serialization;

namespace OcDtd.Fast.Tests.Shared;

/// <summary>One of the float64 oracle's answers on a small case; tests/golden/README.md says what each field is.</summary>
internal sealed record GoldenCase
{
    public required string Name { get; init; }
    public required string Ensemble { get; init; }
    public required GoldenMember[] Members { get; init; }
    public int[] Neighbors { get; init; } = [];
    public required float[][] X { get; init; }
    public required double[] Outlierness { get; init; }

    [JsonPropertyName("relevance_thesis")]
    public required double[][] RelevanceThesis { get; init; }

    [JsonPropertyName("residual_thesis")]
    public required double[] ResidualThesis { get; init; }

    [JsonPropertyName("relevance_conservative")]
    public required double[][] RelevanceConservative { get; init; }

    [JsonPropertyName("residual_conservative")]
    public required double[] ResidualConservative { get; init; }

    [JsonPropertyName("outlierness_renormalized")]
    public double[]? OutliernessRenormalized { get; init; }

    [JsonPropertyName("relevance_renormalized")]
    public double[][]? RelevanceRenormalized { get; init; }

    public required double[] Flipping { get; init; }

    /// <summary>Names of all model cases, as xunit theory data.</summary>
    internal static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (string file in Directory.GetFiles(SharedFiles.Golden(), "*.json").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            if (name is not ("roc-auc" or "neighbour-mass"))
                names.Add(name);
        }

        return names;
    }

    internal static GoldenCase Load(string name)
    {
        using FileStream file = File.OpenRead(SharedFiles.Golden(name + ".json"));
        return JsonSerializer.Deserialize<GoldenCase>(file, s_options)!;
    }

    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

/// <summary>Support vectors (m, d), dual coefficients (m), kernel width.</summary>
internal sealed record GoldenMember(float[][] SupportVectors, double[] DualCoef, double Gamma);
