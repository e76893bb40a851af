using OcDtd.Fast.Onnx.Format;
using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>The standard operators that the graphs are made of, each as a method that returns the name of its value.</summary>
internal static class Operators
{
    internal static string Add(this GraphBuilder graph, string a, string b) => graph.Node("Add", [a, b]);

    internal static string Sub(this GraphBuilder graph, string a, string b) => graph.Node("Sub", [a, b]);

    internal static string Mul(this GraphBuilder graph, string a, string b) => graph.Node("Mul", [a, b]);

    internal static string Div(this GraphBuilder graph, string a, string b) => graph.Node("Div", [a, b]);

    internal static string Max(this GraphBuilder graph, string a, string b) => graph.Node("Max", [a, b]);

    internal static string Min(this GraphBuilder graph, string a, string b) => graph.Node("Min", [a, b]);

    internal static string Exp(this GraphBuilder graph, string a) => graph.Node("Exp", [a]);

    internal static string Log(this GraphBuilder graph, string a) => graph.Node("Log", [a]);

    internal static string Square(this GraphBuilder graph, string a) => graph.Mul(a, a);

    internal static string Where(this GraphBuilder graph, string condition, string a, string b) => graph.Node("Where", [condition, a, b]);

    internal static string MatMul(this GraphBuilder graph, string a, string b) => graph.Node("MatMul", [a, b]);

    /// <summary>a·bᵀ + bias.</summary>
    internal static string ProductWithTransposed(this GraphBuilder graph, string a, string b, params ReadOnlySpan<string> bias) =>
        graph.Node("Gemm", [a, b, .. bias], Attributes.Integer("transB", 1));

    internal static string Cast(this GraphBuilder graph, string a, DataType type) =>
        graph.Node("Cast", [a], Attributes.Integer("to", (long)type));

    internal static string Shape(this GraphBuilder graph, string a) => graph.Node("Shape", [a]);

    internal static string Reshape(this GraphBuilder graph, string a, string shape) => graph.Node("Reshape", [a, shape]);

    internal static string Concat(this GraphBuilder graph, int axis, params string[] parts) =>
        graph.Node("Concat", parts, Attributes.Integer("axis", axis));

    internal static string Gather(this GraphBuilder graph, string a, string indices, int axis) =>
        graph.Node("Gather", [a, indices], Attributes.Integer("axis", axis));

    internal static string Squeeze(this GraphBuilder graph, string a, params ReadOnlySpan<long> axes) =>
        graph.Node("Squeeze", [a, graph.List(axes)]);

    internal static string Unsqueeze(this GraphBuilder graph, string a, params ReadOnlySpan<long> axes) =>
        graph.Node("Unsqueeze", [a, graph.List(axes)]);

    /// <summary>Parts of <paramref name="axis"/> from <paramref name="start"/> to before <paramref name="end"/>, both lists of one.</summary>
    internal static string Slice(this GraphBuilder graph, string a, string start, string end, int axis) =>
        graph.Node("Slice", [a, start, end, graph.List(axis)]);

    /// <summary>Copies of one number in the shape given.</summary>
    internal static string Filled(this GraphBuilder graph, string shape, TensorProto number) =>
        graph.Node("ConstantOfShape", [shape], Attributes.Tensor("value", number));

    /// <summary>Copies of one float64 number in the shape given.</summary>
    internal static string Filled(this GraphBuilder graph, string shape, double number) =>
        graph.Filled(shape, Tensors.Vector("", [number]));

    /// <summary>The sum along an axis, which stays with length 1.</summary>
    internal static string Sum(this GraphBuilder graph, string a, int axis = 1) => graph.Node("ReduceSum", [a, graph.List(axis)]);

    /// <summary>The sum along an axis, which goes.</summary>
    internal static string SumOut(this GraphBuilder graph, string a, int axis) =>
        graph.Node("ReduceSum", [a, graph.List(axis)], Attributes.Integer("keepdims", 0));

    /// <summary>Another reduction, such as ReduceMax, along the second axis, which stays with length 1.</summary>
    internal static string Reduce(this GraphBuilder graph, string op, string a, int axis = 1) =>
        graph.Node(op, [a], Attributes.Integers("axes", axis));

    /// <summary>e^a over its sum along the second axis.</summary>
    internal static string Softmax(this GraphBuilder graph, string a) => graph.Node("Softmax", [a], Attributes.Integer("axis", 1));

    /// <summary>Several values added up.</summary>
    internal static string Total(this GraphBuilder graph, IReadOnlyList<string> values)
    {
        string sum = values[0];
        for (int i = 1; i < values.Count; i++)
            sum = graph.Add(sum, values[i]);
        return sum;
    }

    /// <summary>The mean of several values of the same shape.</summary>
    internal static string Mean(this GraphBuilder graph, IReadOnlyList<string> values) =>
        values.Count == 1 ? values[0] : graph.Div(graph.Total(values), graph.Number(values.Count));

    internal static string NotNegative(this GraphBuilder graph, string a) => graph.Max(a, graph.Number(0));
}
