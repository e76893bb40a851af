using System.Globalization;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>What a model file is besides the model: its graph, its sizes, its digests.</summary>
internal static class FileFacts
{
    private const string Outputs = "outputs";
    private const string Share = "vector_share";
    private const string FeatureNames = "feature_names";
    private const int MostNames = 8;

    /// <summary>Adds facts for JSON.</summary>
    internal static void Add(Dictionary<string, object?> facts, SavedModel saved)
    {
        SupportVectorModel[] stored = [.. saved.Model.Members.Distinct()];
        long vectorBytes = stored.Sum(member => 4L * member.SupportVectorCount * member.FeatureCount);
        facts["members"] = saved.Model.Members.Count;
        facts["members_stored"] = stored.Length;
        facts[Outputs] = saved.Outputs.ToDictionary(name => name, name => (object?)Describe(name, saved));
        facts["opset"] = saved.OpsetVersion;
        facts["ir_version"] = saved.IrVersion;
        facts["format_version"] = saved.FormatVersion;
        facts["written_by"] = saved.ProducerVersion;
        facts["bytes"] = saved.FileSize;
        facts["sha256"] = saved.Sha256;
        facts["data_file"] = saved.DataFile?.Name;
        facts["data_bytes"] = saved.DataFile?.Size;
        facts["data_sha256"] = saved.DataFile?.Sha256;
        facts["vector_bytes"] = vectorBytes;
        facts[Share] = Math.Round((double)vectorBytes / (saved.FileSize + (saved.DataFile?.Size ?? 0)), 4);
    }

    /// <summary>The same facts as people read them: an output a line, few of many names, a share in percent.</summary>
    internal static Dictionary<string, object?> Readable(IReadOnlyDictionary<string, object?> facts)
    {
        var readable = new Dictionary<string, object?>();
        foreach ((string name, object? value) in facts)
        {
            switch (name, value)
            {
                case (Outputs, Dictionary<string, object?> outputs):
                    foreach ((string output, object? meaning) in outputs)
                        readable["output " + output] = meaning;
                    break;
                case (Share, double share):
                    readable[name] = string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} % of the file");
                    break;
                case (FeatureNames, IReadOnlyList<string> { Count: > MostNames } names):
                    readable[name] = $"{string.Join(", ", names.Take(MostNames))}, … ({names.Count})";
                    break;
                default:
                    readable[name] = value;
                    break;
            }
        }

        return readable;
    }

    private static string Describe(string output, SavedModel saved) => output switch
    {
        "outlierness" => "float32 (N): larger is more anomalous",
        "relevance" => $"float32 (N, {saved.Model.FeatureCount}): each feature's part of it, by the {Rules.Name(saved.Description.Rule)} rule",
        "residual" => "float32 (N): the part that belongs to no feature",
        "is_outlier" => "bool (N): outlierness > threshold",
        "p_value" => "float32 (N): how often normal rows are as anomalous",
        _ => "unknown to this version",
    };
}
