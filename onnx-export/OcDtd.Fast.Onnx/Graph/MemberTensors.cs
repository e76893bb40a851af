using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>
/// What a graph knows of a stored member before it sees a row: names of values that a runtime computes once, when it opens the file.
/// With z = u − c, c the support vectors' mean.
/// </summary>
internal sealed class MemberTensors
{
    private readonly GraphBuilder _graph;
    private string? _squares;

    /// <summary>Stores the member and adds what follows from it.</summary>
    internal MemberTensors(GraphBuilder graph, SupportVectorModel member, int index)
    {
        _graph = graph;
        Count = member.SupportVectorCount;
        Gamma = graph.Store(Tensors.Scalar(TensorNames.Gamma(index), member.Gamma));
        TwiceGamma = graph.Add(Gamma, Gamma);
        LogWeights = AddLogWeights(member, index);
        string stored = graph.Store(Tensors.Matrix(TensorNames.SupportVectors(index), member.SupportVectors));
        Centered = graph.Sub(graph.Cast(stored, DataType.Double), SupportVectorCenter.Wide);
        SquaredNorms = graph.Node("ReduceSumSquare", [Centered], Attributes.Integers("axes", 1), Attributes.Integer("keepdims", 0));
        Offsets = graph.Sub(LogWeights, graph.Mul(SquaredNorms, Gamma));
    }

    /// <summary>m.</summary>
    internal int Count { get; }

    /// <summary>γ, ().</summary>
    internal string Gamma { get; }

    /// <summary>2γ, ().</summary>
    internal string TwiceGamma { get; }

    /// <summary>log a, (m).</summary>
    internal string LogWeights { get; }

    /// <summary>z, (m, d).</summary>
    internal string Centered { get; }

    /// <summary>‖z‖², (m).</summary>
    internal string SquaredNorms { get; }

    /// <summary>log a − γ‖z‖², (m).</summary>
    internal string Offsets { get; }

    /// <summary>z², feature by feature, (m, d); made only where an explanation asks.</summary>
    internal string Squares => _squares ??= _graph.Square(Centered);

    /// <summary>
    /// log a_i − log Σa. The sum is 1 but for rounding; that it stands here keeps the coefficients, which the engine wants back, in
    /// use: ONNX Runtime prints a warning for every initializer that no node reads.
    /// </summary>
    private string AddLogWeights(SupportVectorModel member, int index)
    {
        string coefficients = _graph.Store(Tensors.Vector(TensorNames.DualCoefficients(index), member.DualCoefficients));
        string logs = _graph.Store(Tensors.Vector(TensorNames.LogDualCoefficients(index), member.LogDualCoefficients));
        string mass = _graph.Node("ReduceSum", [coefficients], Attributes.Integer("keepdims", 0));
        return _graph.Sub(logs, _graph.Log(mass));
    }
}
