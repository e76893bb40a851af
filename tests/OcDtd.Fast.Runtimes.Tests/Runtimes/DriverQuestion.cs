using System.Runtime.InteropServices;
using System.Text.Json;

namespace OcDtd.Fast.Runtimes.Tests.Runtimes;

/// <summary>A question as Drivers/*.mjs read it; model, rows and answers are where the driver finds and leaves them.</summary>
internal sealed record DriverQuestion(
    string Model, string Rows, string Answers, int RowCount, int FeatureCount, int BatchRows, int Repeats, IReadOnlyList<string> Outputs)
{
    /// <summary>How questions and replies are written.</summary>
    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    internal static DriverQuestion Of(Question question, string model, string rows, string answers) => new(
        model, rows, answers, question.RowCount, question.FeatureCount, question.BatchRows, question.Repeats, question.Outputs);

    /// <summary>The raw bytes of every output as answers.</summary>
    internal static Answers Read(Question question, double[] milliseconds, Func<string, byte[]> bytes)
    {
        var answers = new Answers(question) { Milliseconds = milliseconds };
        foreach (string name in question.Outputs)
        {
            if (name == OutputNames.IsOutlier)
                answers.Set<bool>(name, MemoryMarshal.Cast<byte, bool>(bytes(name)), 0, question.RowCount, question.FeatureCount);
            else
                answers.Set<float>(name, MemoryMarshal.Cast<byte, float>(bytes(name)), 0, question.RowCount, question.FeatureCount);
        }

        return answers;
    }
}
