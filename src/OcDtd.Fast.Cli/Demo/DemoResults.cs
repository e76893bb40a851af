using OcDtd.Fast.Cli.Reporting;

namespace OcDtd.Fast.Cli.Demo;

/// <summary>Everything the demo found, for the console, results.json and the report.</summary>
internal sealed record DemoResults
{
    internal required int TrainRows { get; init; }
    internal required int TestRows { get; init; }
    internal required GammaChoice Gamma { get; init; }
    internal required int[] MemberRows { get; init; }
    internal required ClassifierResult[] Classifiers { get; init; }
    internal required HeatmapFigure.Content Heatmaps { get; init; }
    internal required FlippingFigure.Panel[] Flipping { get; init; }
    internal required OnnxComparison Onnx { get; init; }
}

/// <summary>One classifier on the test rows; times are a row's share of a batch.</summary>
internal sealed record ClassifierResult(string Name, double RocAuc, double AveragePrecision, TimeSpan ScoreTime, TimeSpan ExplainTime);

/// <summary>The exported file in ONNX Runtime beside the engine, on the same rows.</summary>
internal sealed record OnnxComparison(string Classifier, int Rows, double LargestDifference, double LargestRelativeDifference, TimeSpan RuntimeTime, TimeSpan EngineTime, long FileSize)
{
    internal required ExplanationComparison Explanations { get; init; }
}

/// <summary>The same for relevance, on part of the rows; the difference is relative to a row's largest relevance.</summary>
internal sealed record ExplanationComparison(int Rows, double LargestRelativeDifference, TimeSpan RuntimeTime, TimeSpan EngineTime);
