namespace OcDtd.Fast.Onnx;

/// <summary>A file's scaling: its version, its metadata and its initializers must agree on whether there is one.</summary>
internal static class StoredScaling
{
    /// <summary>The scaling of a model of <paramref name="featureCount"/> features; null where the file has none.</summary>
    internal static FeatureScaling? Read(
        int formatVersion, int featureCount, StoredTensors tensors, FileMetadata metadata, FileProblems problems)
    {
        if (formatVersion < FormatVersions.Scaled)
        {
            // The metadata entry was free text then, about what had been done to rows outside of the file.
            RequireAbsent(TensorNames.ScalingShift, formatVersion, tensors, problems);
            RequireAbsent(TensorNames.ScalingFactor, formatVersion, tensors, problems);
            return null;
        }

        ScalingKind kind = RequireKind(metadata);
        double[] shifts = tensors.Doubles(TensorNames.ScalingShift, featureCount);
        double[] factors = tensors.Doubles(TensorNames.ScalingFactor, featureCount);
        return problems.Guard("scaling", () => FeatureScaling.Restore(kind, shifts, factors));
    }

    private static ScalingKind RequireKind(FileMetadata metadata)
    {
        // "none", the first of all names, is never stored.
        _ = ScalingNames.TryParse(metadata.RequireOneOf(MetadataKeys.Scaling, [.. ScalingNames.All.Skip(1)]), out ScalingKind kind);
        return kind;
    }

    private static void RequireAbsent(string name, int formatVersion, StoredTensors tensors, FileProblems problems)
    {
        if (tensors.Has(name))
        {
            throw problems.Wrong(
                $"initializer '{name}' in a file of format version {formatVersion}; models with a scaling have {FormatVersions.Scaled}.");
        }
    }
}
