namespace OcDtd.Fast.Onnx;

/// <summary>Names of what stands in a file's graph; docs/model-file.md lists them for users.</summary>
internal static class TensorNames
{
    internal const string Input = "x";
    internal const string Explain = "explain";
    internal const string Outlierness = "outlierness";
    internal const string Relevance = "relevance";
    internal const string Residual = "residual";
    internal const string IsOutlier = "is_outlier";
    internal const string PValue = "p_value";
    internal const string Center = "center";
    internal const string ScalingShift = "scaling.shift";
    internal const string ScalingFactor = "scaling.factor";
    internal const string LogAlpha = "times.log_alpha";
    internal const string Renormalize = "times.renormalize";
    internal const string Threshold = "threshold";
    internal const string CalibrationScores = "calibration.scores";

    internal static string SupportVectors(int member) => $"member{member}.support_vectors";

    internal static string DualCoefficients(int member) => $"member{member}.dual_coefficients";

    internal static string LogDualCoefficients(int member) => $"member{member}.log_dual_coefficients";

    internal static string Gamma(int member) => $"member{member}.gamma";

    internal static string Edges(string half) => $"{half}.edges";

    internal static string LogKeptMass(string half) => $"{half}.log_kept_mass";
}

/// <summary>The two halves of local Times.</summary>
internal static class Halves
{
    internal const string First = "first_half";
    internal const string Second = "second_half";
}

/// <summary>Names of metadata entries.</summary>
internal static class MetadataKeys
{
    internal const string FormatVersion = "ocdtd.format_version";
    internal const string Version = "ocdtd.version";
    internal const string Kind = "ocdtd.kind";
    internal const string Members = "ocdtd.members";
    internal const string HalvesStored = "ocdtd.halves";
    internal const string Rule = "ocdtd.rule";
    internal const string Shape = "ocdtd.shape";
    internal const string Scaling = "ocdtd.scaling";
    internal const string FeatureNames = "ocdtd.feature_names";
    internal const string Threshold = "ocdtd.threshold";
    internal const string ThresholdSource = "ocdtd.threshold_source";
    internal const string FalseAlarmRate = "ocdtd.false_alarm_rate";
    internal const string Training = "ocdtd.training.";
    internal const string Sha256 = "ocdtd.sha256";
}

/// <summary>Values of <see cref="MetadataKeys.Kind"/>.</summary>
internal static class Kinds
{
    internal const string Single = "single";
    internal const string Bagging = "bagging";
    internal const string GlobalTimes = "global-times";
    internal const string LocalTimes = "local-times";

    internal static string Of(OneClassModel model) => model switch
    {
        SupportVectorModel => Single,
        BaggingEnsemble => Bagging,
        GlobalTimesEnsemble => GlobalTimes,
        LocalTimesEnsemble => LocalTimes,
        _ => throw new ArgumentException($"{model.GetType().Name} is no kind of model that a file can hold.", nameof(model)),
    };
}
