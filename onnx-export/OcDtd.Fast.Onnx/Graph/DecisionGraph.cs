using OcDtd.Fast.Onnx.Format;
using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>Adds is_outlier and, where there is a calibration, p_value to a graph that gives outlierness.</summary>
/// <remarks>
/// Both are of the float32 score that the graph itself gives. Memory is a few numbers a row, however many calibration scores there are.
/// </remarks>
internal sealed class DecisionGraph(GraphBuilder graph, DecisionRule decision)
{
    /// <summary>Stores what decides and adds the outputs.</summary>
    internal void Add()
    {
        string threshold = graph.Store(Tensors.Vector(TensorNames.Threshold, [decision.Threshold]));
        graph.Named(TensorNames.IsOutlier, "Greater", [TensorNames.Outlierness, threshold]);
        graph.Output(TensorNames.IsOutlier, DataType.Bool, "N");
        if (decision.Calibration is not { } calibration)
            return;

        graph.Store(Tensors.Vector(TensorNames.CalibrationScores, calibration.Scores));
        AddPValue(AddCountBelow(calibration.Count), calibration.Count + 1L);
        graph.Output(TensorNames.PValue, DataType.Float, "N");
    }

    /// <summary>(n + 1 − scores below o) / (n + 1), rounded to float32 at the end; NaN where o is.</summary>
    private void AddPValue(string below, long places)
    {
        string notBelow = graph.Cast(graph.Sub(graph.Index(places), below), DataType.Double);
        string rounded = graph.Cast(graph.Div(notBelow, graph.Number(places)), DataType.Float);
        string isNaN = graph.Node("IsNaN", [TensorNames.Outlierness]);
        graph.Named(TensorNames.PValue, "Where", [isNaN, TensorNames.Outlierness, rounded]);
    }

    /// <summary>How many calibration scores are below each row's, (N) int64.</summary>
    /// <remarks>
    /// Bisection of all rows at once, a loop (Scan) over the steps: comparing every row with every score would take N · n numbers. Every
    /// row has passed some scores, which are below its own, and has some left to tell apart. Half of these are passed if the last of that
    /// half is below the row's. How many are left afterwards does not depend on the answer, and so the steps are known here.
    /// </remarks>
    private string AddCountBelow(int count)
    {
        long[] steps = Steps(count);
        string stored = graph.Store(Tensors.Integers("const.calibration_steps", steps, [steps.Length]));
        string none = graph.Filled(graph.Shape(TensorNames.Outlierness), Tensors.Integers("", [0], [1]));
        return graph.Node(
            "Scan", [none, stored], Attributes.Integer("num_scan_inputs", 1), Attributes.Body("body", Step()));
    }

    private GraphProto Step()
    {
        GraphBuilder body = graph.Inner();
        string passed = body.Inside(DataType.Int64);
        string reach = body.Add(passed, body.Inside(DataType.Int64));
        string score = body.Gather(TensorNames.CalibrationScores, body.Sub(reach, body.Index(1)), 0);
        string below = body.Node("Less", [score, TensorNames.Outlierness]);
        body.Gives(body.Where(below, reach, passed), DataType.Int64);
        return body.Graph;
    }

    /// <summary>Half of what is left, down to one score left, and that one.</summary>
    internal static long[] Steps(int count)
    {
        var steps = new List<long>();
        for (int left = count; left > 1; left -= left / 2)
            steps.Add(left / 2);
        return [.. steps, 1];
    }
}
