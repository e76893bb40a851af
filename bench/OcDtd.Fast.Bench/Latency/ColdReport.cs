using OcDtd.Fast.Bench.Comparison;
using OcDtd.Fast.Bench.Limits;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Bench.Latency;

/// <summary>What one row costs when nothing is warm: in a fresh process, and after everything else has been through the caches.</summary>
internal static class ColdReport
{
    private const int Processes = 3;
    private const int Flushes = 60;
    private const double Gamma = Regimes.Smooth;

    internal static void Run(Report report)
    {
        FreshProcess(report);
        FlushedCaches(report);
    }

    private static void FreshProcess(Report report)
    {
        Workbench bench = report.Bench;
        string model = bench.File("cold.onnx"), rows = bench.Write("cold-rows", bench.Rows.TestRows(ColdStart.Calls));
        OnnxModel.Save(bench.Model(Gamma), model);
        var found = new List<double[]>();
        for (int i = 0; i < Processes; i++)
        {
            using PeerProcess peer = PeerProcess.Start(Child.Info("cold", model, rows), out _)!;
            found.Add(peer.Answer("run"));
        }

        TextWriter output = report.Output;
        output.WriteLine();
        output.WriteLine(
            $"### Cold: a fresh process, kernel density of {bench.Count:N0} support vectors, γ = {Gamma}, {Processes} processes");
        output.WriteLine();
        output.WriteLine("| | fastest | middle |");
        output.WriteLine("|---|---:|---:|");
        for (int step = 0; step < ColdStart.Steps.Length; step++)
        {
            var times = new Percentiles(found.Select(answer => answer[step]));
            output.WriteLine($"| {ColdStart.Steps[step]} | {Format.Time(times.Smallest)} | {Format.Time(times.Median)} |");
        }
    }

    private static void FlushedCaches(Report report)
    {
        Workbench bench = report.Bench;
        SupportVectorModel model = bench.Model(Gamma);
        float[] other = new float[64 << 20]; // 256 MB, more than any cache
        Func<float> read = PackedModel.Reader(model);
        float sum = 0;
        List<double> reads = [], scores = [];
        for (int i = 0; i < Flushes; i++)
        {
            sum += PlainRead.OneStream(other);
            reads.Add(Clock.Seconds(() => sum += read()));
            sum += PlainRead.OneStream(other);
            scores.Add(Clock.Seconds(() => sum += model.Score(bench.Rows.TestRow(i))));
        }

        TextWriter output = report.Output;
        output.WriteLine();
        output.WriteLine($"### Cold: warm code, flushed caches ({Flushes} times {Format.Megabytes(other.Length * 4L)} read before each)");
        output.WriteLine();
        output.WriteLine("| | fastest | p50 | max |");
        output.WriteLine("|---|---:|---:|---:|");
        Write("plain read of the packed model", new Percentiles(reads));
        Write("score", new Percentiles(scores));

        void Write(string name, Percentiles times) => output.WriteLine(
            $"| {name} | {Format.Time(times.Smallest)} | {Format.Time(times.Median)} | {Format.Time(times.Largest)} |");
    }
}
