namespace OcDtd.Fast.Onnx;

/// <summary>What a description must be, whether it is about to be written or has just been read.</summary>
internal static class DescriptionChecks
{
    /// <exception cref="ArgumentException">It contradicts itself or the model; the message says where.</exception>
    internal static void Require(ModelDescription description, int featureCount)
    {
        if (description.Rule is not (RelevanceRule.Thesis or RelevanceRule.Conservative))
            throw new ArgumentException($"the description's rule is {(int)description.Rule}; expected Thesis or Conservative.");
        if (description.Shape is { } shape && shape.FeatureCount != featureCount)
            throw new ArgumentException($"the description's shape is {shape}; the model has {featureCount} features.");
        if (description.FeatureNames is { } names)
            RequireNames(names, featureCount);

        var facts = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, string value) in description.TrainedWith)
        {
            if (string.IsNullOrEmpty(name) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
                throw new ArgumentException($"a training fact is named '{name}'; expected letters, digits, dots, hyphens and underscores.");
            if (value is null)
                throw new ArgumentException($"the training fact '{name}' has no value.");
            if (!facts.Add(name))
                throw new ArgumentException($"the training fact '{name}' is given twice.");
        }
    }

    private static void RequireNames(IReadOnlyList<string> names, int featureCount)
    {
        if (names.Count != featureCount)
            throw new ArgumentException($"the description names {names.Count} features; the model has {featureCount}.");
        for (int j = 0; j < names.Count; j++)
        {
            if (names[j] is null)
                throw new ArgumentException($"the description's name of feature {j} is null.");
        }
    }
}
