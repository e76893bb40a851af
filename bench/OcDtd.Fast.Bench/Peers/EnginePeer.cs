using System.Diagnostics;
using System.Globalization;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>The engine in a process of its own: at the width that OCDTD_SIMD names, and with a peak of memory that is its alone.</summary>
internal static class EnginePeer
{
    /// <summary>"score THREADS ROWS GAMMA FILE".</summary>
    internal static void Serve(string supportVectors, string rows)
    {
        NpyRows u = NpyRows.Read(supportVectors), x = NpyRows.Read(rows);
        float[] scores = new float[x.Count];
        SupportVectorModel? model = null;
        Child.Serve($"OcDtd.Fast at {EngineInfo.VectorWidth} bits", command =>
        {
            if (command is not ["score", var threads, var count, var gammaText, var file])
                throw new ArgumentException($"no command '{command[0]}'.");

            double gamma = double.Parse(gammaText, CultureInfo.InvariantCulture);
            if (model?.Gamma != gamma)
                model = KernelDensity.Fit(u.Matrix(u.Count), gamma);
            var options = new BatchOptions { MaxDegreeOfParallelism = int.Parse(threads, CultureInfo.InvariantCulture) };
            ReadOnlySpan2D<float> asked = x.Matrix(int.Parse(count, CultureInfo.InvariantCulture));
            long start = Stopwatch.GetTimestamp();
            model.Score(asked, scores, options);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            NpyRows.Write(file, scores.AsSpan(0, asked.Height));
            return [seconds];
        });
    }
}
