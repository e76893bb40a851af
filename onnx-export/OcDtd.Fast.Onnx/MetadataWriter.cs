using Google.Protobuf.Collections;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Adds metadata entries to a file, in a fixed order.</summary>
internal sealed class MetadataWriter(RepeatedField<StringStringEntryProto> entries)
{
    internal void Add(string key, string value) => entries.Add(new StringStringEntryProto { Key = key, Value = value });

    /// <summary>Adds what the user says about the model; what was not said has no entry.</summary>
    internal void Add(ModelDescription description)
    {
        Add(MetadataKeys.Rule, RuleNames.Of(description.Rule));
        if (description.Shape is { } shape)
            Add(MetadataKeys.Shape, shape.ToString());
        if (description.FeatureNames is { } names)
            Add(MetadataKeys.FeatureNames, NameList.Write(names));
        if (description.Decision is { } decision)
            DecisionMetadata.Write(this, decision);
        foreach ((string name, string value) in description.TrainedWith)
            Add(MetadataKeys.Training + name, value);
    }
}

/// <summary>Rules as files spell them.</summary>
internal static class RuleNames
{
    internal const string Thesis = "thesis";
    internal const string Conservative = "conservative";

    internal static string Of(RelevanceRule rule) => rule == RelevanceRule.Conservative ? Conservative : Thesis;
}
