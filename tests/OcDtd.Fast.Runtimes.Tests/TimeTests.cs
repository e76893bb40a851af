using System.Diagnostics;
using System.Globalization;
using OcDtd.Fast.Runtimes.Tests.Cases;
using OcDtd.Fast.Runtimes.Tests.Runtimes;
using Xunit.Abstractions;

namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>What one row and 10,000 MNIST images take. docs/onnx.md quotes what this prints, and says how to print it.</summary>
[Collection(OneRoom.Name)]
public sealed class TimeTests(Room room, ITestOutputHelper output)
{
    private const int Turns = 30;
    private const int AllRows = 10_000;

    [SkippableFact]
    public void Times_can_be_printed()
    {
        output.WriteLine("| model | with | one row, scored | explained | 10,000 rows, scored | explained |\n|---|---|---|---|---|---|");
        foreach (string kind in ModelKinds.Names)
        {
            string group = $"MNIST, {kind}";
            foreach (RuntimeCase one in CaseGroups.Of(group).Where(one => one.Rows.GetLength(0) == AllRows))
                Print(group, one);
        }
    }

    private void Print(string group, RuntimeCase one)
    {
        Line(one, "the engine", Engine(one, 1, Turns, explain: false), Engine(one, 1, Turns, true), Engine(one, AllRows, 1, false), Engine(one, AllRows, 1, true));
        Line(one, Room.InProcess, Graph(one, 1, Turns, false), Graph(one, 1, Turns, true), Graph(one, AllRows, 1, false), Graph(one, AllRows, 1, true));
        foreach (string name in Room.RuntimeNames.Where(name => name != Room.InProcess))
        {
            IRuntime runtime = room.Runtime(name);
            double alone = Median(runtime.Run(room.Ask(one, 1, OutputNames.All) with { Repeats = Turns }).Milliseconds);
            double? all = runtime.MostRows >= AllRows ? room.MillisecondsOf(name, group, one) : null;
            Line(one, name, null, alone, null, all);
        }
    }

    private void Line(RuntimeCase one, string with, params double?[] milliseconds)
    {
        string numbers = string.Join(" | ", milliseconds.Select(ms => ms is { } known ? Number(known) : "–"));
        output.WriteLine($"| {one} | {with} | {numbers} |");
    }

    private double Graph(RuntimeCase one, int rowCount, int turns, bool explain) => Median(
        OnnxRuntimeInProcess.Run(room.Ask(one, rowCount, OutputNames.All) with { Repeats = turns }, explain).Milliseconds);

    private static double Engine(RuntimeCase one, int rowCount, int turns, bool explain)
    {
        float[,] rows = MemberRows.Take(one.Rows, [.. Enumerable.Range(0, rowCount)]), relevance = new float[rowCount, one.Model.FeatureCount];
        float[] outlierness = new float[rowCount], residual = new float[rowCount];
        return Median([.. Enumerable.Range(0, turns).Select(_ =>
        {
            var watch = Stopwatch.StartNew();
            if (explain)
                one.Model.Explain(rows, relevance, outlierness, residual, one.Description.Rule);
            else
                one.Model.Score(rows, outlierness);
            return watch.Elapsed.TotalMilliseconds;
        })]);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>Milliseconds in three digits.</summary>
    private static string Number(double milliseconds) =>
        milliseconds < 100 ? milliseconds.ToString("g3", CultureInfo.InvariantCulture) + " ms" : $"{milliseconds:0} ms";
}
