using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Adds nodes, constants and initializers to a graph, each known by the name of the value it makes.</summary>
internal sealed class GraphBuilder(string name)
{
    private readonly HashSet<string> _constants = [];

    /// <summary>The graph so far.</summary>
    internal GraphProto Graph { get; } = new() { Name = name };

    /// <summary>Adds an input of unknown shape (dims left out) or of the dimensions given: a number or a name each.</summary>
    internal string Input(string value, TensorProto.Types.DataType type, params object[] dims)
    {
        Graph.Input.Add(Describe(value, type, dims));
        return value;
    }

    /// <summary>Declares a value that a node makes as an output.</summary>
    internal void Output(string value, TensorProto.Types.DataType type, params object[] dims) =>
        Graph.Output.Add(Describe(value, type, dims));

    /// <summary>Adds values that are stored; returns their name.</summary>
    internal string Store(TensorProto tensor)
    {
        Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A float64 number, stored once.</summary>
    internal string Constant(double number, string constant)
    {
        string value = "const." + constant;
        if (_constants.Add(value))
            Store(Tensors.Scalar(value, number));
        return value;
    }

    /// <summary>A list of axes, stored once.</summary>
    internal string Axes(params ReadOnlySpan<long> axes) =>
        StoreOnce("const.axes_" + string.Join('_', axes.ToArray()), axes, [axes.Length]);

    /// <summary>A list of one count, stored once.</summary>
    internal string Counts(int count) => StoreOnce($"const.count_{count}", [count], [1]);

    /// <summary>A single whole number, stored once.</summary>
    internal string Index(long index) => StoreOnce($"const.index_{index}", [index], []);

    /// <summary>Adds a node that makes one value; returns the value's name.</summary>
    internal string Node(string op, string value, IReadOnlyList<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = op }; // its output names it: a second name would cost small files 1 %
        node.Input.AddRange(inputs);
        node.Output.Add(value);
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        Graph.Node.Add(node);
        return value;
    }

    /// <summary>Adds a Cast.</summary>
    internal string Cast(string value, string input, TensorProto.Types.DataType type) =>
        Node("Cast", value, [input], Attributes.Integer("to", (long)type));

    /// <summary>Adds a reduction along the second axis. (ReduceSum, whose axes are an input, has its own.)</summary>
    internal string Reduce(string op, string value, string input, bool keepDims) =>
        Node(op, value, [input], Attributes.Integers("axes", 1), Attributes.Integer("keepdims", keepDims ? 1 : 0));

    private string StoreOnce(string value, ReadOnlySpan<long> numbers, ReadOnlySpan<long> dims)
    {
        if (_constants.Add(value))
            Store(Tensors.Integers(value, numbers, dims));
        return value;
    }

    private static ValueInfoProto Describe(string value, TensorProto.Types.DataType type, object[] dims)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (dims.Length > 0)
            tensor.Shape = new TensorShapeProto();
        foreach (object dim in dims)
        {
            tensor.Shape.Dim.Add(dim is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = (int)dim });
        }

        return new ValueInfoProto { Name = value, Type = new TypeProto { TensorType = tensor } };
    }
}

/// <summary>Makes node attributes.</summary>
internal static class Attributes
{
    internal static AttributeProto Integer(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    internal static AttributeProto Text(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    internal static AttributeProto Tensor(string name, TensorProto value) =>
        new() { Name = name, T = value, Type = AttributeProto.Types.AttributeType.Tensor };

    internal static AttributeProto Body(string name, GraphProto value) =>
        new() { Name = name, G = value, Type = AttributeProto.Types.AttributeType.Graph };

    internal static AttributeProto Integers(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (long value in values)
            attribute.Ints.Add(value);
        return attribute;
    }
}
