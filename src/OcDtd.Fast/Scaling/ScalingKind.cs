namespace OcDtd.Fast;

/// <summary>How the features of training rows are brought to a common scale before a model is made of them.</summary>
public enum ScalingKind
{
    /// <summary>Rows are taken as they are; a model without <see cref="OneClassModel.Scaling"/>.</summary>
    None = 0,

    /// <summary>Mean 0 and population standard deviation 1.</summary>
    Standard = 1,

    /// <summary>Smallest value 0, largest 1.</summary>
    MinMax = 2,

    /// <summary>Median 0 and interquartile range 1: outliers among the training rows hardly move it.</summary>
    Robust = 3,
}
