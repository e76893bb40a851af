using System.Globalization;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>
/// Adds nodes, constants and initializers to a graph, each known by the name of the value it makes. A graph inside a node (a branch or the
/// body of a loop) has a builder of its own, from <see cref="Inner"/>; it sees the values of the graphs around it and stores its constants in the outermost.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly GraphBuilder _root;
    private readonly HashSet<string> _stored = [];
    private int _names;

    /// <summary>The outermost graph.</summary>
    internal GraphBuilder(string name)
    {
        _root = this;
        Graph.Name = name;
    }

    private GraphBuilder(GraphBuilder root, string name)
    {
        _root = root;
        Graph.Name = name;
    }

    /// <summary>The graph so far.</summary>
    internal GraphProto Graph { get; } = new();

    /// <summary>A graph for the inside of a node, such as the body of a loop.</summary>
    internal GraphBuilder Inner() => new(_root, _root.NextName());

    /// <summary>Adds an input of the dimensions given, a number or a name each.</summary>
    internal void Input(string value, TensorProto.Types.DataType type, params object[] dims) =>
        Graph.Input.Add(Describe(value, type, dims));

    /// <summary>Adds a single value as an input that has a stored value, which a caller may replace.</summary>
    internal void DefaultInput(TensorProto value)
    {
        Graph.Input.Add(Describe(value.Name, (TensorProto.Types.DataType)value.DataType, []));
        Store(value);
    }

    /// <summary>Adds an input of unknown shape to the inside of a node; returns its name.</summary>
    internal string Inside(TensorProto.Types.DataType type) => Inside(type, null);

    /// <summary>Adds a single value as an input to the inside of a node; returns its name.</summary>
    internal string InsideScalar(TensorProto.Types.DataType type) => Inside(type, []);

    /// <summary>Declares a value that a node makes as an output of the dimensions given, a number or a name each.</summary>
    internal void Output(string value, TensorProto.Types.DataType type, params object[] dims) =>
        Graph.Output.Add(Describe(value, type, dims));

    /// <summary>Declares a value that the inside of a node makes as its output, of a shape that will show.</summary>
    internal void Gives(string value, TensorProto.Types.DataType type) => Graph.Output.Add(Describe(value, type, null));

    /// <summary>Adds values that are stored, in the outermost graph and once however often they are asked for; returns their name.</summary>
    internal string Store(TensorProto tensor)
    {
        if (_root._stored.Add(tensor.Name))
            _root.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A float64 number.</summary>
    internal string Number(double number) =>
        Store(Tensors.Scalar("const." + number.ToString("R", CultureInfo.InvariantCulture), number));

    /// <summary>A whole number.</summary>
    internal string Index(long index) => Store(Tensors.Integers($"const.index_{index}", [index], []));

    /// <summary>A list of whole numbers: axes, counts, a shape.</summary>
    internal string List(params ReadOnlySpan<long> numbers) =>
        Store(Tensors.Integers("const.list_" + string.Join('_', numbers.ToArray()), numbers, [numbers.Length]));

    /// <summary>Adds a node that makes one value; returns the value's name.</summary>
    internal string Node(string op, IReadOnlyList<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Named(_root.NextName(), op, inputs, attributes);

    /// <summary>Adds a node that makes one value, by the name given.</summary>
    internal string Named(string value, string op, IReadOnlyList<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        Add(op, inputs, [value], attributes);
        return value;
    }

    /// <summary>Adds a node that makes several values; returns their names.</summary>
    internal string[] Nodes(string op, int outputs, IReadOnlyList<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        string[] values = new string[outputs];
        for (int i = 0; i < outputs; i++)
            values[i] = _root.NextName();
        Add(op, inputs, values, attributes);
        return values;
    }

    // Nodes carry no names of their own: the first of their outputs tells them apart, and a second name would cost small files 1 %.
    private void Add(string op, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = op };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        Graph.Node.Add(node);
    }

    /// <summary>Names are unique in the outermost graph and all graphs inside it, as ONNX asks.</summary>
    private string NextName() => "v" + (_names++).ToString(CultureInfo.InvariantCulture);

    private string Inside(TensorProto.Types.DataType type, object[]? dims)
    {
        string value = _root.NextName();
        Graph.Input.Add(Describe(value, type, dims));
        return value;
    }

    /// <summary>No dims: the shape is not known. None of them: a single value.</summary>
    private static ValueInfoProto Describe(string value, TensorProto.Types.DataType type, object[]? dims)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (dims is not null)
            tensor.Shape = new TensorShapeProto();
        foreach (object dim in dims ?? [])
        {
            tensor.Shape.Dim.Add(dim is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = (int)dim });
        }

        return new ValueInfoProto { Name = value, Type = new TypeProto { TensorType = tensor } };
    }
}
