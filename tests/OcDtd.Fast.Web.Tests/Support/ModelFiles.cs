using System.Security.Cryptography;
using System.Text;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Web.Tests.Support;

/// <summary>Small model files of every sort that the page must show.</summary>
internal static class ModelFiles
{
    internal const int Members = 60;

    private const int DigestLength = 64;
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

    /// <summary>A model file as versions before explanations wrote them, as far as the page can tell: no output of that name.</summary>
    internal static string WithoutRelevance(TempFolder folder)
    {
        byte[] file = File.ReadAllBytes(Colour(folder, storesShape: true));
        foreach ((string name, string other) in new[] { ("relevance", "relevancy"), ("residual", "residuum") })
            Replace(file, Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(other));
        string digest = Convert.ToHexStringLower(SHA256.HashData(file.AsSpan(..^DigestLength)));
        Encoding.ASCII.GetBytes(digest).CopyTo(file.AsSpan(^DigestLength..));
        return folder.Write("old.onnx", file);
    }

    /// <summary>Numbers between 0 and 1, seeded.</summary>
    internal static float[,] Random(int seed, int count, int features)
    {
        var random = new Random(seed);
        float[,] rows = new float[count, features];
        foreach (ref float value in rows.AsSpan())
            value = random.NextSingle();
        return rows;
    }

    private static void Replace(Span<byte> file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> other)
    {
        for (int at; (at = file.IndexOf(name)) >= 0;)
            other.CopyTo(file[at..]);
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
