using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>A value of a chunk's rows, (C) or a matrix (C, d) of float32, that becomes an output of the graph.</summary>
internal readonly record struct RowResult(string Value, string Output, bool IsMatrix);

/// <summary>
/// Cuts the input into chunks of equal size, runs the same body for each (Scan) and joins what they give, so that memory does not grow
/// with rows × support vectors.
/// </summary>
/// <remarks>
/// N rows make T = ⌈N / most⌉ chunks, one at least, of C = ⌈N / T⌉ rows, so that fewer than T rows of zeros fill up the last one. Their
/// results are cut off.
/// </remarks>
/// <param name="graph">The outermost graph.</param>
/// <param name="features">Length of a row.</param>
/// <param name="most">Rows of a chunk at most.</param>
internal sealed class RowChunks(GraphBuilder graph, int features, int most)
{
    private readonly GraphBuilder _body = graph.Inner();

    /// <summary>The body, to be filled, and the name of a chunk's rows in it, (C, d) float32.</summary>
    internal GraphBuilder Begin(out string rows)
    {
        rows = _body.Inside(DataType.Float);
        return _body;
    }

    /// <summary>
    /// Adds the loop after its body is complete, and makes each of its results the output that it names, (N) or (N, d).
    /// </summary>
    internal void End(string input, params RowResult[] results)
    {
        foreach (RowResult result in results)
            _body.Output(result.Value, DataType.Float, result.IsMatrix ? ["C", features] : ["C"]);

        string count = graph.Gather(graph.Shape(input), graph.List(0), 0);
        string chunks = graph.Max(graph.Div(graph.Add(count, graph.List(most - 1)), graph.List(most)), graph.List(1));
        string rounding = graph.Sub(chunks, graph.List(1));
        string size = graph.Max(graph.Div(graph.Add(count, rounding), chunks), graph.List(1));
        string missing = graph.Sub(graph.Mul(chunks, size), count);
        string padded = graph.Node("Pad", [input, graph.Concat(0, graph.List(0, 0), missing, graph.List(0))]);
        string cut = graph.Reshape(padded, graph.Concat(0, chunks, size, graph.List(features)));
        string[] joined = graph.Nodes(
            "Scan", results.Length, [cut], Attributes.Body("body", _body.Graph), Attributes.Integer("num_scan_inputs", 1));
        for (int i = 0; i < results.Length; i++)
        {
            string flat = graph.Reshape(joined[i], results[i].IsMatrix ? graph.List(-1, features) : graph.List(-1));
            graph.Named(results[i].Output, "Slice", [flat, graph.List(0), count, graph.List(0)]);
        }
    }
}
