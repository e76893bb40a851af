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
        graph.Node("Greater", TensorNames.IsOutlier, [TensorNames.Outlierness, threshold]);
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
        string notBelow = graph.Node("Sub", "p.places", [graph.Index(places), below]);
        string share = graph.Node(
            "Div", "p.share", [graph.Cast("p.places.double", notBelow, DataType.Double), graph.Constant(places, "calibration_places")]);
        string rounded = graph.Cast("p.float", share, DataType.Float);
        string isNaN = graph.Node("IsNaN", "p.is_nan", [TensorNames.Outlierness]);
        graph.Node("Where", TensorNames.PValue, [isNaN, TensorNames.Outlierness, rounded]);
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
        string shape = graph.Node("Shape", "p.shape", [TensorNames.Outlierness]);
        string none = graph.Node(
            "ConstantOfShape", "p.none", [shape], Attributes.Tensor("value", Tensors.Integers("", [0], [1])));
        return graph.Node(
            "Scan", "p.below", [none, stored], Attributes.Integer("num_scan_inputs", 1), Attributes.Body("body", Step(graph.Index(1))));
    }

    private static GraphProto Step(string one)
    {
        var body = new GraphBuilder("p.step.graph");
        string passed = body.Input("p.step.passed", DataType.Int64);
        string half = body.Input("p.step.half", DataType.Int64);
        string reach = body.Node("Add", "p.step.reach", [passed, half]);
        string last = body.Node("Sub", "p.step.last", [reach, one]);
        string score = body.Node("Gather", "p.step.score", [TensorNames.CalibrationScores, last]);
        string below = body.Node("Less", "p.step.below", [score, TensorNames.Outlierness]);
        body.Node("Where", "p.step.next", [below, reach, passed]);
        body.Output("p.step.next", DataType.Int64);
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
