namespace OcDtd.Fast.Onnx;

/// <summary>What a file says about its model beside the model itself. Everything is optional; nothing here changes a score.</summary>
/// <remarks>Immutable as long as its lists are.</remarks>
public sealed record ModelDescription
{
    /// <summary>The rule by which the graph explains scores.</summary>
    public RelevanceRule Rule { get; init; }

    /// <summary>
    /// Whether the graph gives scores alone, for runtimes that compute everything a file holds and cannot be told not to explain. The
    /// engine explains with such a file all the same.
    /// </summary>
    public bool ScoreOnly { get; init; }

    /// <summary>The picture that a row is, if it is one; its size must be the model's number of features.</summary>
    public SampleShape? Shape { get; init; }

    /// <summary>One name a feature, in order.</summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>
    /// From which score on a row is an outlier. The graph then answers that too, with p-values where the rule is calibrated.
    /// </summary>
    public DecisionRule? Decision { get; init; }

    /// <summary>
    /// How the model was made, as free facts in order: estimator, rows, seed, source files, what a γ rule found. Names are made of
    /// letters, digits, dots, hyphens and underscores, each name once.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> TrainedWith { get; init; } = [];
}
