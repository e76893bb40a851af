using System.Globalization;
using System.Numerics;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>A file's metadata by key. Keys of ours that this version does not know are left alone.</summary>
internal sealed class FileMetadata
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _ordered = [];
    private readonly FileProblems _problems;

    internal FileMetadata(ModelProto proto, FileProblems problems)
    {
        _problems = problems;
        foreach (StringStringEntryProto entry in proto.MetadataProps)
        {
            if (!_values.TryAdd(entry.Key, entry.Value))
                throw problems.Wrong($"metadata {FileProblems.Quote(entry.Key)} is there twice; expected once.");
            _ordered.Add(new(entry.Key, entry.Value));
        }
    }

    internal string? Find(string key) => _values.GetValueOrDefault(key);

    internal string Require(string key) =>
        Find(key) ?? throw _problems.Wrong($"metadata '{key}' is missing.");

    /// <summary>A value that must be one of a few.</summary>
    internal string RequireOneOf(string key, params ReadOnlySpan<string> known)
    {
        string value = Require(key);
        return known.Contains(value) ? value : throw Unexpected(key, value, string.Join(" or ", known.ToArray()));
    }

    /// <summary>A comma-separated list of plain decimal numbers, none negative.</summary>
    internal int[] RequireNumbers(string key)
    {
        string text = Require(key);
        string[] parts = text.Split(',');
        int[] numbers = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, null, out numbers[i]))
                throw Unexpected(key, text, "whole numbers, separated by commas");
        }

        return numbers;
    }

    /// <summary>A finite number.</summary>
    internal T RequireNumber<T>(string key)
        where T : IFloatingPoint<T>
    {
        string text = Require(key);
        return T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T? value) && T.IsFinite(value)
            ? value
            : throw Unexpected(key, text, "a finite number");
    }

    /// <summary>Entries whose key starts so, in the file's order, without that start.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> StartingWith(string prefix) =>
    [
        .. _ordered.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => new KeyValuePair<string, string>(entry.Key[prefix.Length..], entry.Value)),
    ];

    /// <summary>What the file says about its model.</summary>
    internal ModelDescription Description(int featureCount)
    {
        var description = new ModelDescription
        {
            Rule = RequireOneOf(MetadataKeys.Rule, RuleNames.Thesis, RuleNames.Conservative) == RuleNames.Thesis
                ? RelevanceRule.Thesis
                : RelevanceRule.Conservative,
            Shape = FindShape(),
            FeatureNames = FindNames(),
            TrainedWith = StartingWith(MetadataKeys.Training),
        };
        return _problems.Guard("metadata", () =>
        {
            DescriptionChecks.Require(description, featureCount);
            return description;
        });
    }

    internal ModelFormatException Unexpected(string key, string value, string expected) =>
        _problems.Wrong($"metadata '{key}' is {FileProblems.Quote(value)}; expected {expected}.");

    private SampleShape? FindShape()
    {
        if (Find(MetadataKeys.Shape) is not { } text)
            return null;
        int[] sides = RequireNumbers(MetadataKeys.Shape);
        return sides.Length == 3
            ? new SampleShape(sides[0], sides[1], sides[2])
            : throw Unexpected(MetadataKeys.Shape, text, "three numbers");
    }

    private string[]? FindNames()
    {
        if (Find(MetadataKeys.FeatureNames) is not { } json)
            return null;
        return NameList.Read(json) ?? throw Unexpected(MetadataKeys.FeatureNames, json, "a JSON array of strings");
    }
}
