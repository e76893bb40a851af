using System.Text.Json;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Tests.Support;

/// <summary>Models that ocdtd fit makes, and how to compare them with what the engine makes of the same rows.</summary>
internal static class Fitted
{
    /// <summary>Trains on a file of the folder; gives back what is in the model file.</summary>
    internal static SavedModel Fit(this TempFolder folder, string data, string output, params string[] options)
    {
        Ocdtd.Succeed(["fit", folder[data], "-o", folder[output], .. options]);
        return OnnxModel.Load(folder[output]);
    }

    /// <summary>The same with options as one text, in which @name is a file of the folder.</summary>
    internal static SavedModel Fit(this TempFolder folder, string options) => folder.Fit("x.npy", "m.onnx", folder.Split(options));

    /// <summary>A command line's words; @name is a file of the folder.</summary>
    internal static string[] Split(this TempFolder folder, string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.StartsWith('@') ? folder[word[1..]] : word)];

    /// <summary>A fact about how a model was made, as inspect --json has it.</summary>
    internal static string Fact(JsonElement facts, string name) => facts.GetProperty("trained." + name).GetString()!;

    internal static bool HasFact(JsonElement facts, string name) => facts.TryGetProperty("trained." + name, out _);

    /// <summary>The same support vectors, coefficients and width, bit for bit.</summary>
    internal static void RequireSame(SupportVectorModel expected, SupportVectorModel found)
    {
        Assert.Equal(expected.Gamma, found.Gamma);
        Assert.Equal(expected.DualCoefficients.ToArray(), found.DualCoefficients.ToArray());
        Assert.Equal(expected.SupportVectors.ToArray(), found.SupportVectors.ToArray());
    }
}
