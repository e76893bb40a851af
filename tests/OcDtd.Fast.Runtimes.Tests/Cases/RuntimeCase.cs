using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Runtimes.Tests.Cases;

/// <summary>One file, rows for it, and what the float64 oracle says about them.</summary>
internal sealed class RuntimeCase(string name, OneClassModel model, ModelDescription description, float[,] rows, Func<OracleAnswers> ask)
{
    private readonly Lazy<OracleAnswers> _expected = new(ask);

    /// <summary>What messages and tables call it; no two cases share a name.</summary>
    internal string Name { get; } = name;

    internal OneClassModel Model { get; } = model;

    internal ModelDescription Description { get; } = description;

    /// <summary>N × d, in the user's own units. Cases that share rows share this array.</summary>
    internal float[,] Rows { get; } = rows;

    /// <summary>Asked for once, by whichever runtime comes first.</summary>
    internal OracleAnswers Expected => _expected.Value;

    public override string ToString() => Name;
}
