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
    private const int AllRows = MnistCases.AllRows;

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

    /// <summary>What 10,000 explained rows take was found with their errors, and is not asked for again.</summary>
    private void Print(string group, RuntimeCase one)
    {
        Line(one, "the engine", [.. from n in new[] { 1, AllRows } from explain in new[] { false, true } select (double?)Engine(one, n, explain)]);
        foreach (string name in Room.RuntimeNames)
        {
            IRuntime runtime = room.Runtime(name);
            bool takesAll = runtime.MostRows >= AllRows, takesExplain = name == Room.InProcess;
            Line(
                one,
                name,
                takesExplain ? Scored(one, 1) : null,
                Median(runtime.Run(room.Ask(one, 1, OutputNames.All) with { Repeats = Turns }).Milliseconds),
                takesExplain ? Scored(one, AllRows) : null,
                takesAll ? room.MillisecondsOf(name, group, one) : null);
        }
    }

    private void Line(RuntimeCase one, string with, params double?[] milliseconds)
    {
        string numbers = string.Join(" | ", milliseconds.Select(ms => ms is { } known ? Number(known) : "–"));
        output.WriteLine($"| {one.Name[..one.Name.LastIndexOf(',')]} | {with} | {numbers} |");
    }

    private double Scored(RuntimeCase one, int rowCount)
    {
        Question question = room.Ask(one, rowCount, OutputNames.All) with { Repeats = TurnsOf(rowCount) };
        return Median(OnnxRuntimeInProcess.Run(question, explain: false).Milliseconds);
    }

    private static double Engine(RuntimeCase one, int rowCount, bool explain)
    {
        float[,] rows = MemberRows.Take(one.Rows, [.. Enumerable.Range(0, rowCount)]);
        float[,] relevance = new float[rowCount, one.Model.FeatureCount];
        float[] outlierness = new float[rowCount], residual = new float[rowCount];
        return Median([.. Enumerable.Range(0, TurnsOf(rowCount)).Select(_ =>
        {
            var watch = Stopwatch.StartNew();
            if (explain)
                one.Model.Explain(rows, relevance, outlierness, residual, one.Description.Rule);
            else
                one.Model.Score(rows, outlierness);
            return watch.Elapsed.TotalMilliseconds;
        })]);
    }

    private static int TurnsOf(int rowCount) => rowCount == 1 ? Turns : 1;

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>Milliseconds in three digits.</summary>
    private static string Number(double milliseconds) =>
        milliseconds < 100 ? milliseconds.ToString("g3", CultureInfo.InvariantCulture) + " ms" : $"{milliseconds:0} ms";
}
