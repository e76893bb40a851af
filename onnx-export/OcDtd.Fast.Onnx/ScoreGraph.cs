using OcDtd.Fast.Onnx.Format;
using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>A model's outlierness as a graph of standard operators, with the model itself in its initializers.</summary>
/// <remarks>
/// <para>Everything is a logarithm, never a kernel: a row 1000 widths away keeps its rank. With c the support vectors' mean,
/// −h_i = log a_i − γ‖x−u_i‖² = [2γ(x−c)·(u_i−c) + log a_i − γ‖u_i−c‖²] − γ‖x−c‖². The bracket, here the <i>log kernel</i>, is one matrix
/// product with a bias; what is left is the same for all i and is subtracted after pooling, so N × m numbers are written once.</para>
/// <para>The sum cancels, so all of it is float64: it is off by 2⁻⁵³ of γ‖x−c‖², where in float32 near duplicates and narrow kernels
/// would be lost. What depends on stored values alone a runtime computes once, when it opens the file.</para>
/// <para>A scaling comes first, and x then stands for the scaled row.</para>
/// </remarks>
internal sealed class ScoreGraph
{
    private readonly GraphBuilder _graph = new("OcDtd.Fast");
    private readonly OneClassModel _model;
    private readonly MemberIndex _members;
    private readonly DecisionRule? _decision;
    private readonly long _mostPairs;

    private ScoreGraph(OneClassModel model, MemberIndex members, DecisionRule? decision, long mostPairs)
    {
        _decision = decision;
        _mostPairs = mostPairs;
        _model = model;
        _members = members;
    }

    /// <summary>The graph of <paramref name="model"/>: input x (N, d), output outlierness (N), and what a decision rule adds.</summary>
    internal static GraphProto Build(
        OneClassModel model, MemberIndex members, DecisionRule? decision = null, long mostPairs = LocalTimesGraph.MostPairs) =>
        new ScoreGraph(model, members, decision, mostPairs).Build();

    private GraphProto Build()
    {
        _graph.Input(TensorNames.Input, DataType.Float, "N", _model.FeatureCount);
        AddCenteredInput();
        string[] logKernels = [.. _members.Distinct.Select((member, i) => AddMember(member, i))];
        string score = _model switch
        {
            SupportVectorModel or BaggingEnsemble => AddMean(logKernels),
            GlobalTimesEnsemble times => AddGlobalTimes(times, logKernels),
            LocalTimesEnsemble times => AddLocalTimes(times, logKernels),
            _ => throw new InvalidOperationException(_model.GetType().Name),
        };
        string clamped = NotNegative("outlierness.double", score);
        _graph.Cast(TensorNames.Outlierness, clamped, DataType.Float);
        _graph.Output(TensorNames.Outlierness, DataType.Float, "N");
        if (_decision is not null)
            new DecisionGraph(_graph, _decision).Add();
        return _graph.Graph;
    }

    private void AddCenteredInput()
    {
        string stored = _graph.Store(Tensors.Vector(TensorNames.Center, SupportVectorCenter.Of(_members.Distinct)));
        string center = _graph.Cast("center.double", stored, DataType.Double);
        string centered = _graph.Node("Sub", "x.centered", [AddMemberInput(), center]);
        _graph.Reduce("ReduceSumSquare", "x.squared_norm", centered, keepDims: false);
    }

    /// <summary>The rows as the members know them, (N, d). A scaling rounds them to float32 once, as the engine does.</summary>
    private string AddMemberInput()
    {
        string input = _graph.Cast("x.double", TensorNames.Input, DataType.Double);
        if (_model.Scaling is not { } scaling)
            return input;

        string shift = _graph.Store(Tensors.Vector(TensorNames.ScalingShift, scaling.Shifts));
        string factor = _graph.Store(Tensors.Vector(TensorNames.ScalingFactor, scaling.Factors));
        string shifted = _graph.Node("Sub", "x.shifted", [input, shift]);
        string scaled = _graph.Node("Mul", "x.scaled", [shifted, factor]);
        string rounded = _graph.Cast("x.rounded", scaled, DataType.Float);
        return _graph.Cast("x.rounded.double", rounded, DataType.Double);
    }

    /// <summary>Stores a member and returns the name of its log kernels, (N, m).</summary>
    private string AddMember(SupportVectorModel member, int index)
    {
        string prefix = $"member{index}.";
        string stored = _graph.Store(_members.SupportVectors(index));
        string rows = _graph.Cast(prefix + "double", stored, DataType.Double);
        string centered = _graph.Node("Sub", prefix + "centered", [rows, "center.double"]);
        string norms = _graph.Reduce("ReduceSumSquare", prefix + "squared_norms", centered, keepDims: false);
        string gamma = _graph.Store(Tensors.Scalar(TensorNames.Gamma(index), member.Gamma));
        _graph.Node("Mul", prefix + "common", ["x.squared_norm", gamma]);

        string twice = _graph.Node("Add", prefix + "twice_gamma", [gamma, gamma]);
        string slopes = _graph.Node("Mul", prefix + "slopes", [centered, twice]);
        string exponents = _graph.Node("Mul", prefix + "exponents", [norms, gamma]);
        string offsets = _graph.Node("Sub", prefix + "offsets", [AddLogWeights(member, index), exponents]);
        return _graph.Node("Gemm", prefix + "log_kernels", ["x.centered", slopes, offsets], Attributes.Integer("transB", 1));
    }

    /// <summary>
    /// log a_i − log Σa. The sum is 1 but for rounding; that it stands here keeps the coefficients, which the engine wants back, in
    /// use: ONNX Runtime prints a warning for every initializer that no node reads.
    /// </summary>
    private string AddLogWeights(SupportVectorModel member, int index)
    {
        string prefix = $"member{index}.";
        string coefficients = _graph.Store(Tensors.Vector(TensorNames.DualCoefficients(index), member.DualCoefficients));
        string logs = _graph.Store(Tensors.Vector(TensorNames.LogDualCoefficients(index), member.LogDualCoefficients));
        string sum = _graph.Node("ReduceSum", prefix + "mass", [coefficients], Attributes.Integer("keepdims", 0));
        string logSum = _graph.Node("Log", prefix + "log_mass", [sum]);
        return _graph.Node("Sub", prefix + "log_weights", [logs, logSum]);
    }

    /// <summary>One model's own o, or the mean of several.</summary>
    private string AddMean(string[] logKernels)
    {
        string[] scores = AddScores(logKernels);
        if (_model.Members.Count == 1)
            return scores[0];

        for (int i = 0; i < scores.Length; i++)
            scores[i] = NotNegative($"member{i}.outlierness", scores[i]);
        string sum = scores[_members.Of(0)];
        for (int i = 1; i < _model.Members.Count; i++)
            sum = _graph.Node("Add", $"sum.{i}", [sum, scores[_members.Of(i)]]);
        return _graph.Node("Div", "mean", [sum, _graph.Constant(_model.Members.Count, "members")]);
    }

    /// <summary>o₁ + o₂ + log α: no pair is ever formed.</summary>
    private string AddGlobalTimes(GlobalTimesEnsemble times, string[] logKernels)
    {
        string[] scores = AddScores(logKernels);
        string logAlpha = _graph.Store(Tensors.Scalar(TensorNames.LogAlpha, times.LogAlpha));
        string sum = _graph.Node("Add", "times.sum", [scores[_members.Of(0)], scores[_members.Of(1)]]);
        return _graph.Node("Add", "times.score", [sum, logAlpha]);
    }

    /// <summary>Pools over edges; what log kernels leave out of both members is added afterwards.</summary>
    private string AddLocalTimes(LocalTimesEnsemble times, string[] logKernels)
    {
        string pooled = new LocalTimesGraph(_graph, times, _mostPairs).Build(logKernels[_members.Of(0)], logKernels[_members.Of(1)]);
        string common = _graph.Node("Add", "times.common", [Common(_members.Of(0)), Common(_members.Of(1))]);
        return _graph.Node("Add", "times.score", [pooled, common]);
    }

    /// <summary>−log Σ_i e^(−h_i) of every distinct member, (N).</summary>
    private string[] AddScores(string[] logKernels)
    {
        string[] scores = new string[logKernels.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            string pooled = _graph.Reduce("ReduceLogSumExp", $"member{i}.log_sum", logKernels[i], keepDims: false);
            scores[i] = _graph.Node("Sub", $"member{i}.score", [Common(i), pooled]);
        }

        return scores;
    }

    /// <summary>γ‖x−c‖², (N).</summary>
    private static string Common(int index) => $"member{index}.common";

    private string NotNegative(string value, string input) => _graph.Node("Max", value, [input, _graph.Constant(0, "zero")]);
}
