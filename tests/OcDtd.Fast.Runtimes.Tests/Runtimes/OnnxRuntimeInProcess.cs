using System.Diagnostics;
using CommunityToolkit.HighPerformance;
using Microsoft.ML.OnnxRuntime;

namespace OcDtd.Fast.Runtimes.Tests.Runtimes;

/// <summary>ONNX Runtime, in this process.</summary>
internal sealed class OnnxRuntimeInProcess : IRuntime
{
    public int MostRows => int.MaxValue;

    public Answers Run(Question question) => Run(question, explain: null);

    public void Dispose()
    {
    }

    /// <summary>With the graph's optional input <c>explain</c>, which this runtime knows; null leaves it at what the file says.</summary>
    internal static Answers Run(Question question, bool? explain)
    {
        // At every opening the runtime warns that 'explain' can be overridden, which is what it is for.
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(question.Model, options);
        var answers = new Answers(question) { Milliseconds = new double[question.Repeats] };
        for (int repeat = 0; repeat < question.Repeats; repeat++)
        {
            var watch = Stopwatch.StartNew();
            int first = 0;
            do
            {
                int count = Math.Min(question.BatchRows, question.RowCount - first);
                RunBatch(session, question, explain, first, count, answers);
                first += count;
            }
            while (first < question.RowCount);
            answers.Milliseconds[repeat] = watch.Elapsed.TotalMilliseconds;
        }

        return answers;
    }

    private static void RunBatch(InferenceSession session, Question question, bool? explain, int first, int count, Answers answers)
    {
        float[] rows = new float[count * question.FeatureCount];
        question.Rows.Values.AsSpan().Slice(first * question.FeatureCount, rows.Length).CopyTo(rows);
        using var x = OrtValue.CreateTensorValueFromMemory(rows, [count, question.FeatureCount]);
        using var flag = OrtValue.CreateTensorValueFromMemory(new[] { explain ?? true }, []);
        var inputs = new Dictionary<string, OrtValue> { ["x"] = x };
        if (explain is not null)
            inputs["explain"] = flag;

        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, inputs, question.Outputs);
        for (int i = 0; i < outputs.Count; i++)
        {
            string name = question.Outputs[i];
            if (name == OutputNames.IsOutlier)
                answers.Set(name, outputs[i].GetTensorDataAsSpan<bool>(), first, count, question.FeatureCount);
            else
                answers.Set(name, outputs[i].GetTensorDataAsSpan<float>(), first, count, question.FeatureCount);
        }
    }
}
