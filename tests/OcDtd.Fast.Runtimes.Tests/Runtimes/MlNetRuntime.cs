using System.Diagnostics;
using CommunityToolkit.HighPerformance;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace OcDtd.Fast.Runtimes.Tests.Runtimes;

/// <summary>ML.NET's ApplyOnnxModel, which hands a row at a time to the file: batches do not exist there.</summary>
internal sealed class MlNetRuntime : IRuntime
{
    public int MostRows => 100;

    public Answers Run(Question question)
    {
        var context = new MLContext(seed: 0);
        IDataView rows = Load(context, question);
        OnnxTransformer model = context.Transforms.ApplyOnnxModel(
            outputColumnNames: [.. question.Outputs],
            inputColumnNames: ["x"],
            modelFile: question.Model,
            shapeDictionary: new Dictionary<string, int[]> { ["x"] = [1, question.FeatureCount] },
            gpuDeviceId: null,
            fallbackToCpu: true).Fit(rows);
        var answers = new Answers(question) { Milliseconds = new double[question.Repeats] };
        for (int repeat = 0; repeat < question.Repeats; repeat++)
        {
            var watch = Stopwatch.StartNew();
            Read(model.Transform(rows), question, answers);
            answers.Milliseconds[repeat] = watch.Elapsed.TotalMilliseconds;
        }

        return answers;
    }

    public void Dispose()
    {
    }

    private static IDataView Load(MLContext context, Question question)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Sample));
        schema["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, question.FeatureCount);
        return context.Data.LoadFromEnumerable(
            Enumerable.Range(0, question.RowCount).Select(i => new Sample { X = question.Rows.Values.GetRowSpan(i).ToArray() }), schema);
    }

    /// <summary>One pass over all rows, all outputs of a row together: asking for a column alone runs the file again.</summary>
    private static void Read(IDataView view, Question question, Answers answers)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema.Where(column => question.Outputs.Contains(column.Name)));
        Action<int>[] readers = [.. question.Outputs.Select(name => name == OutputNames.IsOutlier
            ? Reader<bool>(cursor, name, question, answers)
            : Reader<float>(cursor, name, question, answers))];
        for (int row = 0; cursor.MoveNext(); row++)
        {
            foreach (Action<int> read in readers)
                read(row);
        }
    }

    private static Action<int> Reader<T>(DataViewRowCursor cursor, string name, Question question, Answers answers)
        where T : unmanaged
    {
        ValueGetter<VBuffer<T>> get = cursor.GetGetter<VBuffer<T>>(cursor.Schema[name]);
        VBuffer<T> buffer = default;
        return row =>
        {
            get(ref buffer);
            answers.Set<T>(name, [.. buffer.DenseValues()], row, 1, question.FeatureCount);
        };
    }

    private sealed class Sample
    {
        [ColumnName("x")]
        public float[] X { get; set; } = [];
    }
}
