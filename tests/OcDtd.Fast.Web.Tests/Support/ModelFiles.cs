using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Web.Tests.Support;

/// <summary>Small model files of every sort that the page must show.</summary>
internal static class ModelFiles
{
    internal const int Members = 60;

    private static readonly SampleShape s_digit = new(28, 28);

    /// <summary>Local Times of two densities of embedded 2s, calibrated, with its shape.</summary>
    internal static string Digits(TempFolder folder)
    {
        using var digits = Cli.Demo.Digits.Load();
        float[,] train = digits.Train.Rows.ToArray();
        SupportVectorModel first = KernelDensity.Fit(Rows(train, 0, Members), 0.13);
        SupportVectorModel second = KernelDensity.Fit(Rows(train, Members, Members), 0.11);
        var model = new LocalTimesEnsemble(first, second, neighbors: 6);
        var calibration = ConformalCalibration.Fit(model, Rows(train, 2 * Members, 200));
        return Save(folder, "digits.onnx", model, new()
        {
            Shape = s_digit,
            Decision = DecisionRule.FromCalibration(calibration, 0.05),
        });
    }

    /// <summary>A density of pictures, 4 × 5 in three channels; the file says so or not.</summary>
    internal static string Colour(TempFolder folder, bool storesShape) => Save(
        folder,
        storesShape ? "colour.onnx" : "no-shape.onnx",
        KernelDensity.Fit(Random(3, 7, 60), 0.4),
        new() { Shape = storesShape ? new SampleShape(4, 5, 3) : null });

    /// <summary>A density of a table, scaled, with names of features.</summary>
    internal static string Table(TempFolder folder, out float[,] rows)
    {
        rows = Random(5, 40, 4);
        for (int i = 0; i < 40; i++)
            rows[i, 2] = 1000 + 50 * rows[i, 2];
        var scaling = FeatureScaling.Fit(ScalingKind.Standard, rows);
        OneClassModel model = KernelDensity.Fit(scaling.Apply(rows), 0.5).WithScaling(scaling);
        return Save(folder, "table.onnx", model, new() { FeatureNames = ["length", "width", "weight", "<b>age</b>"] });
    }

    /// <summary>A model that was saved to score only: as older versions' files, it has no relevance.</summary>
    internal static string ScoreOnly(TempFolder folder) => Save(
        folder, "score-only.onnx", KernelDensity.Fit(Random(3, 7, 60), 0.4), new() { Shape = new SampleShape(4, 5, 3), ScoreOnly = true });

    /// <summary>Numbers between 0 and 1, seeded.</summary>
    internal static float[,] Random(int seed, int count, int features)
    {
        var random = new Random(seed);
        float[,] rows = new float[count, features];
        foreach (ref float value in rows.AsSpan())
            value = random.NextSingle();
        return rows;
    }

    private static float[,] Rows(float[,] all, int start, int count)
    {
        float[,] rows = new float[count, all.GetLength(1)];
        all.AsSpan2D(start, 0, count, all.GetLength(1)).CopyTo(rows);
        return rows;
    }

    private static string Save(TempFolder folder, string name, OneClassModel model, ModelDescription description)
    {
        OnnxModel.Save(model, folder[name], description);
        return folder[name];
    }
}
