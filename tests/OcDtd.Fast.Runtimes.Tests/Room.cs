using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Runtimes.Tests.Cases;
using OcDtd.Fast.Runtimes.Tests.Runtimes;

namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>
/// Where all runtimes meet all cases: files are written once, processes and the browser started once, the oracle asked once, and
/// every runtime goes through every group of cases once.
/// </summary>
public sealed class Room : IDisposable
{
    internal const string InProcess = "ONNX Runtime, C#";

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, Lazy<IRuntime>> _runtimes;
    private readonly Dictionary<float[,], RowTable> _rows = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RuntimeCase, SavedFile> _files = [];
    private readonly Dictionary<(string Runtime, string Group), LargestErrors> _errors = [];
    private readonly Dictionary<(string Runtime, RuntimeCase Case), double> _milliseconds = [];

    public Room() => _runtimes = new Dictionary<string, Lazy<IRuntime>>
    {
        [InProcess] = new(() => new OnnxRuntimeInProcess()),
        ["onnxruntime-node"] = new(() => new NodeRuntime(_folder.Path)),
        ["onnxruntime-web"] = new(() => new ChromiumRuntime(_folder.Path)),
        ["ML.NET"] = new(() => new MlNetRuntime()),
    };

    internal static IReadOnlyList<string> RuntimeNames { get; } = [InProcess, "onnxruntime-node", "onnxruntime-web", "ML.NET"];

    public void Dispose()
    {
        foreach (Lazy<IRuntime> runtime in _runtimes.Values.Where(runtime => runtime.IsValueCreated))
            runtime.Value.Dispose();
        _folder.Dispose();
    }

    /// <summary>A runtime, started when first asked for; skips the calling test where the machine has not what it needs.</summary>
    internal IRuntime Runtime(string name) => _runtimes[name].Value;

    /// <summary>How far a runtime is off on a group of cases.</summary>
    internal LargestErrors ErrorsOf(string runtime, string group)
    {
        if (!_errors.TryGetValue((runtime, group), out LargestErrors? errors))
        {
            errors = new LargestErrors();
            foreach (RuntimeCase one in CaseGroups.Of(group))
            {
                Answers found = Run(Runtime(runtime), one);
                errors.Add(one, found);
                _milliseconds[(runtime, one)] = found.Milliseconds[0];
            }

            _errors[(runtime, group)] = errors;
        }

        return errors;
    }

    /// <summary>What the rows of a case took when its group's errors were found.</summary>
    internal double MillisecondsOf(string runtime, string group, RuntimeCase one)
    {
        ErrorsOf(runtime, group);
        return _milliseconds[(runtime, one)];
    }

    /// <summary>All that the oracle can judge and the file has, for as many of a case's rows as the runtime takes.</summary>
    internal Answers Run(IRuntime runtime, RuntimeCase one, int? batchRows = null)
    {
        string[] outputs = [.. OutputNames.All.Where(name => one.Expected.Relevance is not null || name != OutputNames.Relevance)];
        Question question = Ask(one, Math.Min(one.Rows.GetLength(0), runtime.MostRows), outputs);
        try
        {
            return runtime.Run(question with { BatchRows = batchRows ?? question.BatchRows });
        }
        catch (Exception e) when (e is not Xunit.SkipException)
        {
            throw new InvalidOperationException($"{one}: {e.Message}", e);
        }
    }

    /// <summary>A question about a case: those of <paramref name="outputs"/> that its file has.</summary>
    internal Question Ask(RuntimeCase one, int rowCount, IReadOnlyList<string> outputs)
    {
        SavedFile file = FileOf(one);
        return new Question(file.Path, RowsOf(one), rowCount, [.. outputs.Where(file.Outputs.Contains)]);
    }

    internal SavedFile FileOf(RuntimeCase one)
    {
        if (!_files.TryGetValue(one, out SavedFile? file))
        {
            string path = _folder[$"model{_files.Count}.onnx"];
            OnnxModel.Save(one.Model, path, one.Description);
            file = _files[one] = new SavedFile(path, OnnxModel.Load(path).Outputs);
        }

        return file;
    }

    /// <summary>Writes a file that goes with the room.</summary>
    internal string Write(string name, string text) => _folder.Write(name, text);

    private RowTable RowsOf(RuntimeCase one)
    {
        if (!_rows.TryGetValue(one.Rows, out RowTable? table))
            table = _rows[one.Rows] = new RowTable(one.Rows, _folder.Write($"rows{_rows.Count}", MemoryMarshal.AsBytes(one.Rows.AsSpan())));
        return table;
    }

    /// <summary>A model's file and the outputs it has.</summary>
    internal sealed record SavedFile(string Path, IReadOnlyList<string> Outputs);
}

/// <summary>The room is one, and only one test is in it at a time.</summary>
[CollectionDefinition(Name)]
public sealed class OneRoom : ICollectionFixture<Room>
{
    public const string Name = "room";
}
