using OcDtd.Fast.Tests.Models;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Onnx.Tests.Kept;

/// <summary>A model that every version writes to tests/model-files, so that all later ones can be seen to read it.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Golden">The golden case that it is made of, and whose answers it must give.</param>
/// <param name="Since">The first version that could write it.</param>
internal sealed record KeptModel(string Name, string Golden, string Since)
{
    private static readonly ModelDescription s_conservative = new() { Rule = RelevanceRule.Conservative };

    private static readonly ModelDescription s_described = new()
    {
        Rule = RelevanceRule.Conservative,
        Shape = new SampleShape(1, 7),
        FeatureNames = ["a", "b, c", "\"d\"", "é\n", "日本", "", " "],
        TrainedWith = [new("rows", "6"), new("source", "golden case single-d7")],
    };

    private static readonly ModelDescription s_calibrated = new()
    {
        Shape = new SampleShape(1, 5),
        Decision = DecisionRule.FromCalibration(ConformalCalibration.FromScores([0.5f, 3.25f, 1.75f, 2f, 9f, 2f]), 0.2),
        TrainedWith = [new("rows", "14"), new("seed", "0")],
    };

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<KeptModel> All { get; } =
    [
        new("single", "single-d7", "0.1.0"),
        new("single-described", "single-d7", "0.1.0") { Description = s_described },
        new("bagging", "bagging-three-members", "0.1.0"),
        new("global-times", "global-times-unequal-gamma", "0.1.0"),
        new("global-times-of-one", "global-times-identical", "0.1.0") { OfOne = true, Description = s_conservative },
        new("local-times", "local-times-unequal-gamma", "0.1.0"),
        new("local-times-of-one", "local-times-identical", "0.1.0") { OfOne = true, Description = s_conservative },
        new("local-times-of-one-k-not-l", "local-times-identical-k-not-l", "0.1.0") { OfOne = true },
        new("local-times-renormalized", "local-times-unequal-gamma", "0.1.0") { Renormalize = true },
        new("single-threshold", "single-d7", "0.2.0") { Description = new() { Decision = DecisionRule.FromSupportVectorMachine(2.5f) } },
        new("bagging-scaled", "bagging-three-members", "0.2.0") { Scaling = ScalingKind.Standard },
        new("local-times-scaled-calibrated", "local-times-unequal-gamma", "0.2.0") { Scaling = ScalingKind.Robust, Description = s_calibrated },
        new("local-times-score-only", "local-times-unequal-gamma", "0.3.0") { Description = new() { ScoreOnly = true } },
        new("single-in-two-files", "single-d7", "0.3.0") { InTwoFiles = true },
    ];

    internal ModelDescription Description { get; private init; } = new();

    internal bool InTwoFiles { get; private init; }

    /// <summary>Whether both members are one object, stored once, and not only alike.</summary>
    internal bool OfOne { get; private init; }

    private bool Renormalize { get; init; }

    private ScalingKind? Scaling { get; init; }

    internal static KeptModel Named(string name) => All.Single(model => model.Name == name);

    /// <summary>Whether files of a version hold it.</summary>
    internal bool IsIn(string version) => Version.Parse(Since) <= Version.Parse(version);

    /// <summary>Writes it into a folder.</summary>
    internal void Save(string folder)
    {
        OneClassModel model = Make(GoldenCase.Load(Golden));
        if (Scaling is { } kind)
            model = model.WithScaling(MakeScaling(kind, model.FeatureCount));
        string path = Path.Combine(folder, Name + ".onnx");
        if (InTwoFiles)
            ModelFiles.SaveInTwo(model, path, Description);
        else
            OnnxModel.Save(model, path, Description);
    }

    /// <summary>What the oracle says, and to what rows of the user's.</summary>
    internal KeptAnswers Answers()
    {
        var golden = GoldenCase.Load(Golden);
        float[,] rows = TestModels.Matrix(golden.X);
        if (Scaling is { } kind)
            Unscale(rows, MakeScaling(kind, rows.GetLength(1)));
        return Renormalize
            ? new(rows, golden.OutliernessRenormalized!, _ => golden.RelevanceRenormalized!, null)
            : new(
                rows,
                golden.Outlierness,
                rule => rule == RelevanceRule.Thesis ? golden.RelevanceThesis : golden.RelevanceConservative,
                rule => rule == RelevanceRule.Thesis ? golden.ResidualThesis : golden.ResidualConservative);
    }

    private OneClassModel Make(GoldenCase golden)
    {
        if (!OfOne)
            return TestModels.From(golden, Renormalize);
        SupportVectorModel member = TestModels.From(golden.Members[0]);
        return golden.Ensemble == "global-times"
            ? new GlobalTimesEnsemble(member, member)
            : new LocalTimesEnsemble(member, member, golden.Neighbors[0], golden.Neighbors[1]);
    }

    /// <summary>Powers of two, so that a row comes back from its scaled values but for what the shift rounds off.</summary>
    private static FeatureScaling MakeScaling(ScalingKind kind, int features) => FeatureScaling.Restore(
        kind,
        [.. Enumerable.Range(0, features).Select(j => 0.375 * j - 0.5)],
        [.. Enumerable.Range(0, features).Select(j => Math.Pow(2, j % 4 - 2))]);

    private static void Unscale(float[,] rows, FeatureScaling scaling)
    {
        for (int i = 0; i < rows.GetLength(0); i++)
        {
            for (int j = 0; j < rows.GetLength(1); j++)
                rows[i, j] = (float)(rows[i, j] / scaling.Factors[j] + scaling.Shifts[j]);
        }
    }
}

/// <summary>The oracle's answers to rows; residuals are null where it has none.</summary>
internal sealed record KeptAnswers(
    float[,] Rows, double[] Outlierness, Func<RelevanceRule, double[][]> Relevance, Func<RelevanceRule, double[]>? Residual);
