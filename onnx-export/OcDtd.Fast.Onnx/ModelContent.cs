using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Onnx;

/// <summary>Makes the engine's model from a file's initializers, to the bit what was saved.</summary>
internal sealed class ModelContent(StoredTensors tensors, FileMetadata metadata, FileProblems problems)
{
    internal OneClassModel Read(int formatVersion)
    {
        string kind = metadata.RequireOneOf(
            MetadataKeys.Kind, Kinds.Single, Kinds.Bagging, Kinds.GlobalTimes, Kinds.LocalTimes);
        int[] indices = RequireMemberIndices(kind);
        StoredMatrix[] vectors = ReadSupportVectors(indices.Max() + 1);
        SupportVectorModel[] stored = [.. vectors.Select(ReadMember)];
        string oneMore = TensorNames.SupportVectors(stored.Length);
        if (tensors.Has(oneMore))
            throw problems.Wrong($"initializer '{oneMore}' belongs to none of the {stored.Length} members.");

        SupportVectorModel[] members = Array.ConvertAll(indices, i => stored[i]);
        OneClassModel model = problems.Guard("model", () => Combine(kind, members));
        return model.WithScaling(StoredScaling.Read(formatVersion, model.FeatureCount, tensors, metadata, problems));
    }

    /// <summary>Which stored member each member is. They are numbered in the order in which they first stand.</summary>
    private int[] RequireMemberIndices(string kind)
    {
        string text = metadata.Require(MetadataKeys.Members);
        int[] indices = metadata.RequireNumbers(MetadataKeys.Members);
        int next = 0;
        foreach (int index in indices)
        {
            if (index > next)
                throw metadata.Unexpected(MetadataKeys.Members, text, $"{next} or less in place of {index}");
            next = Math.Max(next, index + 1);
        }

        int expected = kind switch { Kinds.Single => 1, Kinds.Bagging => indices.Length, _ => 2 };
        return indices.Length == expected ? indices : throw metadata.Unexpected(MetadataKeys.Members, text, $"{expected} for {kind}");
    }

    private StoredMatrix[] ReadSupportVectors(int count)
    {
        var vectors = new StoredMatrix[count];
        for (int i = 0; i < count; i++)
            vectors[i] = tensors.Floats(TensorNames.SupportVectors(i), -1, i == 0 ? -1 : vectors[0].Columns);
        tensors.RequireData();
        return vectors;
    }

    private SupportVectorModel ReadMember(StoredMatrix vectors, int index)
    {
        double[] coefficients = tensors.Doubles(TensorNames.DualCoefficients(index), vectors.Rows);
        double[] logs = tensors.Doubles(TensorNames.LogDualCoefficients(index), vectors.Rows);
        double gamma = tensors.Number(TensorNames.Gamma(index));
        if (gamma <= 0)
            throw problems.Wrong($"initializer '{TensorNames.Gamma(index)}' is {gamma}; expected more than 0.");
        return problems.Guard($"member {index}", () => SupportVectorModel.Restore(vectors.Values, vectors.Columns, coefficients, logs, gamma));
    }

    private OneClassModel Combine(string kind, SupportVectorModel[] members) => kind switch
    {
        Kinds.Single => members[0],
        Kinds.Bagging => new BaggingEnsemble(members),
        Kinds.GlobalTimes => GlobalTimesEnsemble.Restore(members[0], members[1], tensors.Number(TensorNames.LogAlpha)),
        _ => ReadLocalTimes(members[0], members[1]),
    };

    private LocalTimesEnsemble ReadLocalTimes(SupportVectorModel first, SupportVectorModel second)
    {
        bool oneHalf = metadata.RequireOneOf(MetadataKeys.HalvesStored, "1", "2") == "1";
        if (oneHalf && !ReferenceEquals(first, second))
            throw problems.Wrong($"metadata '{MetadataKeys.HalvesStored}' is 1, but the members differ; expected 2.");

        ReadOnlyMemory2D<int> fromFirst = ReadEdges(Halves.First, first, second);
        ReadOnlyMemory2D<int> fromSecond = oneHalf ? fromFirst : ReadEdges(Halves.Second, second, first);
        double keptByFirst = tensors.Number(TensorNames.LogKeptMass(Halves.First));
        double keptBySecond = oneHalf ? keptByFirst : tensors.Number(TensorNames.LogKeptMass(Halves.Second));
        var constants = new LocalTimesConstants(tensors.Number(TensorNames.LogAlpha), keptByFirst, keptBySecond, ReadRenormalize());
        return LocalTimesEnsemble.Restore(first, second, fromFirst.Span, fromSecond.Span, constants);
    }

    private ReadOnlyMemory2D<int> ReadEdges(string half, SupportVectorModel centers, SupportVectorModel partners) =>
        tensors.Indices(TensorNames.Edges(half), centers.SupportVectorCount, partners.SupportVectorCount);

    private bool ReadRenormalize() => tensors.Number(TensorNames.Renormalize) switch
    {
        0 => false,
        1 => true,
        double other => throw problems.Wrong($"initializer '{TensorNames.Renormalize}' is {other}; expected 0 or 1."),
    };
}
