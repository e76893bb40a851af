using CommunityToolkit.HighPerformance;
using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>Saved models in memory, whole or tampered with.</summary>
internal static class ModelFiles
{
    private const string Scaled = ", scaled";

    internal static byte[] Bytes(OneClassModel model, ModelDescription? description = null)
    {
        using var stream = new MemoryStream();
        OnnxModel.Save(model, stream, description);
        return stream.ToArray();
    }

    /// <summary>Saves the model with a data file, as if it were too large for one.</summary>
    internal static void SaveInTwo(OneClassModel model, string path, ModelDescription? description = null) =>
        ModelFile.Save(model, path, description ?? new ModelDescription(), mostBytes: 0);

    /// <summary>All that a model says about rows: scores, relevance by both rules, residuals, prototypes.</summary>
    internal static float[] Answers(OneClassModel model, float[,] rows)
    {
        var answers = new List<float>(model.Score(rows));
        float[,] relevance = new float[rows.GetLength(0), rows.GetLength(1)];
        float[] scores = new float[rows.GetLength(0)], residuals = new float[rows.GetLength(0)];
        foreach (RelevanceRule rule in new[] { RelevanceRule.Thesis, RelevanceRule.Conservative })
        {
            model.Explain(rows, relevance, scores, residuals, rule);
            answers.AddRange([.. relevance.Cast<float>(), .. scores, .. residuals]);
        }

        var prototypes = new Prototype[10];
        int count = model.FindPrototypes(new float[model.FeatureCount], prototypes);
        foreach (Prototype prototype in prototypes.AsSpan(0, count))
            answers.AddRange([prototype.Member, prototype.SupportVector, prototype.Responsibility]);
        return [.. answers];
    }

    internal static SavedModel Load(byte[] file) => OnnxModel.Load(file, "m.onnx");

    /// <summary>The file's messages without the digest, to change and <see cref="Seal"/> again.</summary>
    internal static ModelProto Open(byte[] file)
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(file);
        proto.MetadataProps.RemoveAt(proto.MetadataProps.Count - 1);
        return proto;
    }

    /// <summary>A file with a digest that matches, whatever it holds.</summary>
    internal static byte[] Seal(ModelProto proto)
    {
        byte[] content = [.. proto.ToByteArray(), .. ContentDigest.EncodedEntry()];
        byte[] room = [.. content, .. new byte[ContentDigest.Length]];
        return [.. content, .. System.Text.Encoding.ASCII.GetBytes(ContentDigest.Compute(room))];
    }

    /// <summary>One model of every kind and every edge of it, by name.</summary>
    internal static OneClassModel Make(string name)
    {
        if (name.EndsWith(Scaled, StringComparison.Ordinal))
        {
            OneClassModel model = Make(name[..^Scaled.Length]);
            return model.WithScaling(Scaling(model.FeatureCount));
        }

        var random = new Random(20260817);
        SupportVectorModel first = TestModels.Random(random, 17, 5, 0.3);
        SupportVectorModel second = TestModels.Random(random, 11, 5, 0.2, shift: 0.5f);
        SupportVectorModel third = TestModels.Random(random, 4, 5, 1.1);
        return name switch
        {
            "single" => first,
            "one support vector" => TestModels.Random(random, 1, 5, 0.7),
            "one feature" => TestModels.Random(random, 9, 1, 0.7),
            "one by two" => TestModels.Random(random, 1, 2, 0.7),
            "smallest" => TestModels.Random(random, 1, 1, 0.7),
            "density" => KernelDensity.Fit(TestModels.RandomRows(random, 13, 3), 0.4),
            "bagging" => new BaggingEnsemble(first, second, third),
            "bagging of one" => new BaggingEnsemble(first),
            "bagging, one twice" => new BaggingEnsemble(first, second, first),
            "global" => new GlobalTimesEnsemble(first, second),
            "global, shared" => new GlobalTimesEnsemble(first, first),
            "local" => new LocalTimesEnsemble(first, second, 3, 2),
            "local, renormalised" => new LocalTimesEnsemble(first, second, 3, 2, renormalize: true),
            "local, shared" => new LocalTimesEnsemble(first, first, 4),
            "local, shared, renormalised" => new LocalTimesEnsemble(first, first, 4, 4, renormalize: true),
            "local, shared, k not l" => new LocalTimesEnsemble(first, first, 2, 5),
            "local, one by one" => new LocalTimesEnsemble(
                TestModels.Random(random, 1, 2, 0.7), TestModels.Random(random, 1, 2, 0.9), 1),
            _ => throw new ArgumentException(name),
        };
    }

    internal static TheoryData<string> Names =>
    [
        "single", "one support vector", "one feature", "smallest", "density", "bagging", "bagging of one", "bagging, one twice", "global",
        "global, shared", "local", "local, renormalised", "local, shared", "local, shared, renormalised", "local, shared, k not l",
        "local, one by one", "single, scaled", "one feature, scaled", "bagging, one twice, scaled", "global, scaled", "local, scaled",
        "local, shared, renormalised, scaled",
    ];

    /// <summary>A scaling that moves every feature elsewhere, by numbers that float32 does not hold.</summary>
    internal static FeatureScaling Scaling(int features) => FeatureScaling.Restore(
        ScalingKind.Robust,
        [.. Enumerable.Range(0, features).Select(j => 0.1 * j - 0.3)],
        [.. Enumerable.Range(0, features).Select(j => 0.7 * Math.Pow(1.3, j))]);

    internal static float[,] Rows(int count, int features, int seed = 7)
    {
        float[,] rows = TestModels.RandomRows(new Random(seed), count, features, scale: 2);
        for (int i = 0; i < count; i += 5)
            rows.AsSpan2D().GetRowSpan(i).Fill(100 * i); // further and further out
        return rows;
    }
}
