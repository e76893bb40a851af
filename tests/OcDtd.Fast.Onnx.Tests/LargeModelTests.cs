using System.Diagnostics;
using System.Runtime.InteropServices;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Models;
using Xunit.Abstractions;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>A model of more than 2 GB. docs/model-file.md says how to run this, and what it takes.</summary>
public sealed class LargeModelTests(ITestOutputHelper output)
{
    private const int Count = 672_000;
    private const int Features = 800;
    private static readonly int[] s_own = [0, 1, Count / 3, 671_089, Count - 1];
    private const double Gamma = 0.01;

    [SkippableFact]
    public void A_model_above_two_gigabytes_comes_back_to_the_bit_and_scores_in_a_runtime()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("OCDTD_LARGE") == "1", "it takes 2.3 GB of disk and much memory: OCDTD_LARGE=1 asks for it.");
        using var folder = new TempFolder();
        float[,] rows = Rows();
        (float[] scores, float[] relevance) = Save(folder["m.onnx"], rows);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Load(folder["m.onnx"], rows, scores, relevance);
        Run(folder["m.onnx"], rows, scores, foldingLimit: "1073741824"); // the runtime's own
        Run(folder["m.onnx"], rows, scores, foldingLimit: "0");
    }

    /// <summary>In methods of their own: what one held is gone when the next one starts.</summary>
    private (float[] Scores, float[] Relevance) Save(string path, float[,] rows)
    {
        var watch = Stopwatch.StartNew();
        SupportVectorModel model = Make();
        Say("made", watch);
        OnnxModel.Save(model, path, new ModelDescription { ScoreOnly = true }); // one that explains takes another 4.3 GB to run
        Say("saved", watch);
        (float[] Scores, float[] Relevance) answers = Answers(model, rows);
        RequireOwnRows(model, rows, answers.Scores);
        Say("scored and explained", watch);
        return answers;
    }

    private void Load(string path, float[,] rows, float[] scores, float[] relevance)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var watch = Stopwatch.StartNew();
        SavedModel saved = OnnxModel.Load(path);
        Say("loaded", watch);
        Assert.Equal(4L * Count * Features, saved.DataFile?.Size);
        (float[] foundScores, float[] foundRelevance) = Answers(saved.Model, rows);
        Assert.Equal(scores, foundScores);
        Assert.Equal(relevance, foundRelevance);
    }

    private void Run(string path, float[,] rows, float[] scores, string foldingLimit)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var watch = Stopwatch.StartNew();
        using GraphRunner graph = GraphRunner.Open(path, foldingLimit);
        Say($"opened in ONNX Runtime, folding limit {foldingLimit}", watch);
        for (int turn = 0; turn < 2; turn++)
        {
            Assert.Equal(scores, graph.Score(rows), (a, b) => OracleBounds.ScoreError(a, b) <= 1);
            Say("scored there", watch);
        }
    }

    /// <summary>Number <paramref name="place"/> of all support vectors, from −2 to 2: its place, well mixed (splitmix64).</summary>
    private static float Value(long place)
    {
        ulong z = (ulong)(place + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (z >> 40) * (4f / (1 << 24)) - 2;
    }

    private static SupportVectorModel Make()
    {
        float[] values = new float[Count * Features];
        for (int i = 0; i < values.Length; i++)
            values[i] = Value(i);

        double[] coefficients = new double[Count], logs = new double[Count];
        Array.Fill(coefficients, 1.0 / Count);
        Array.Fill(logs, -Math.Log(Count));
        return SupportVectorModel.Restore(values, Features, coefficients, logs, Gamma);
    }

    /// <summary>Support vectors from the first to the last, and a row far from all of them.</summary>
    private static float[,] Rows()
    {
        float[,] rows = new float[s_own.Length + 1, Features];
        for (int r = 0; r < s_own.Length; r++)
        {
            for (int j = 0; j < Features; j++)
                rows[r, j] = Value((long)s_own[r] * Features + j);
        }

        for (int j = 0; j < Features; j++)
            rows[s_own.Length, j] = 100;
        return rows;
    }

    /// <summary>At a support vector all others weigh next to nothing together: o = log m, and the prototype is itself.</summary>
    private static void RequireOwnRows(SupportVectorModel model, float[,] rows, float[] scores)
    {
        var prototypes = new Prototype[1];
        for (int r = 0; r < s_own.Length; r++)
        {
            Assert.Equal(Math.Log(Count), scores[r], 1e-2);
            model.FindPrototypes(MemoryMarshal.CreateSpan(ref rows[r, 0], Features), prototypes);
            Assert.Equal(s_own[r], prototypes[0].SupportVector);
        }
    }

    private static (float[] Scores, float[] Relevance) Answers(OneClassModel model, float[,] rows)
    {
        float[,] relevance = new float[rows.GetLength(0), Features];
        float[] scores = new float[rows.GetLength(0)];
        model.Explain(rows, relevance, scores, new float[scores.Length]);
        Assert.Equal(scores, model.Score(rows));
        return (scores, [.. relevance.Cast<float>()]);
    }

    private void Say(string what, Stopwatch watch)
    {
        using var process = Process.GetCurrentProcess();
        output.WriteLine(
            $"{what}: {watch.Elapsed.TotalSeconds:0.0} s, {process.WorkingSet64 >> 20} MB, peak {process.PeakWorkingSet64 >> 20} MB so far");
        watch.Restart();
    }
}
