using System.Diagnostics;
using System.Globalization;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>A process with OpenBLAS: the bare product of a score's shape, and a whole score around it.</summary>
internal static unsafe class OpenBlasPeer
{
    /// <summary>"sgemm THREADS ROWS", "score THREADS ROWS GAMMA FILE" (FILE "-" keeps the scores to itself).</summary>
    internal static void Serve(string supportVectors, string rows)
    {
        if (!OpenBlas.IsInstalled)
        {
            Console.WriteLine("missing\tOpenBLAS (libopenblas.so.0)");
            return;
        }

        NpyRows u = NpyRows.Read(supportVectors), x = NpyRows.Read(rows);
        var scores = new OpenBlasScore(u);
        float[] product = [];
        Child.Serve(OpenBlas.Version, command => command switch
        {
            ["sgemm", var threads, var count] => [Sgemm(u, x, Number(threads), Number(count), ref product)],
            ["score", var threads, var count, var gamma, var file] =>
                [Score(scores, x, Number(threads), Number(count), double.Parse(gamma, CultureInfo.InvariantCulture), file)],
            _ => throw new ArgumentException($"no command '{command[0]}'."),
        });
    }

    /// <summary>Nothing but the product of all rows and all support vectors, into a matrix that is there already.</summary>
    private static double Sgemm(NpyRows u, NpyRows x, int threads, int count, ref float[] product)
    {
        if (product.Length < count * u.Count)
        {
            product = GC.AllocateUninitializedArray<float>(count * u.Count, pinned: true);
            product.AsSpan().Fill(1); // pages are there before the clock starts
        }

        OpenBlas.SetThreads(threads);
        fixed (float* a = x.Values, b = u.Values, c = product)
        {
            long start = Stopwatch.GetTimestamp();
            OpenBlas.Multiply(a, b, c, count, u.Count, u.Features, 1);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static double Score(OpenBlasScore model, NpyRows x, int threads, int count, double gamma, string file)
    {
        float[] scores = new float[count];
        long start = Stopwatch.GetTimestamp();
        model.Compute(x, count, (float)gamma, threads, scores);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        NpyRows.Write(file, scores);
        return seconds;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
