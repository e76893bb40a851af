using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests.Support;

/// <summary>Seeded rows and models for the commands to work on.</summary>
internal static class Samples
{
    /// <summary>Rows of normal deviates around <paramref name="mean"/>.</summary>
    internal static float[,] Rows(int seed, int count, int features, float mean = 0)
    {
        var random = new Random(seed);
        float[,] rows = new float[count, features];
        foreach (ref float value in rows.AsSpan())
            value = mean + (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return rows;
    }

    internal static string Write(this TempFolder folder, string name, float[,] rows)
    {
        NpyWriter.Write(folder[name], rows.AsSpan(), rows.GetLength(0), rows.GetLength(1));
        return folder[name];
    }

    internal static string Write(this TempFolder folder, string name, double[] values)
    {
        NpyWriter.Write(folder[name], values);
        return folder[name];
    }

    /// <summary>
    /// Imports a model of random members into "<paramref name="ensemble"/>.onnx"; members differ in size, place and width, one has
    /// unequal coefficients.
    /// </summary>
    internal static string Import(TempFolder folder, string ensemble, int features, double gamma, params int[] supportVectors)
    {
        var arguments = new List<string> { "import", "--ensemble", ensemble };
        for (int member = 0; member < supportVectors.Length; member++)
        {
            int count = supportVectors[member];
            var random = new Random(100 + member);
            arguments.AddRange(["--support-vectors", folder.Write($"u{member}.npy", Rows(member, count, features, 0.2f * member))]);
            arguments.AddRange(["--dual-coef", folder.Write($"a{member}.npy", [.. Enumerable.Range(0, count).Select(_ => 0.1 + random.NextDouble())])]);
            arguments.AddRange(["--gamma", $"{gamma * (1 + member)}"]);
        }

        string model = folder[ensemble + ".onnx"];
        Ocdtd.Succeed([.. arguments, "-o", model]);
        return model;
    }

    /// <summary>Reads a two-dimensional result.</summary>
    internal static float[,] Table(string path)
    {
        using DataTable table = DataReader.Read(path);
        return table.Rows.ToArray();
    }

    /// <summary>Reads a one-dimensional result.</summary>
    internal static double[] Vector(string path) => DataReader.ReadVector(path);
}
