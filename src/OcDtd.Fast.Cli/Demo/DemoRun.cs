using System.Diagnostics;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Commands;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Demo;

/// <summary>The main job on the embedded digits: train, score, explain, flip, export, check.</summary>
internal sealed class DemoRun(RunContext context, string folder)
{
    internal const string ModelFile = "model.onnx";
    internal const string SamplesFile = "samples.npy";
    private const int Seed = 0;
    private const int ShownEach = 4;

    /// <summary>Explaining is timed and compared on part of the rows: enough to fill every core, few enough to keep the demo short.</summary>
    private const int ExplainedRows = 100;

    /// <summary>Digits shown as outliers: two that share strokes with a 2 and two that do not.</summary>
    private static readonly int[] s_outliers = [7, 3, 0, 4];

    /// <summary>Runs all of it; writes the model and the samples that figures show.</summary>
    internal DemoResults Run()
    {
        using Digits digits = Digits.Load();
        context.Say($"Digits: {Numbers.Count(digits.Train.RowCount)} training rows of digit {Digits.Inlier}, {Numbers.Count(digits.Test.RowCount)} test rows of all ten.");

        GammaChoice gamma = Step("Choosing gamma so that each row's nearest tenth holds 90 % of its kernel mass", () => GammaSelection.NeighborMass(
            digits.Train.Rows, o => o with { MaxDegreeOfParallelism = context.Batch.MaxDegreeOfParallelism }, context.Cancellation));
        int[][] halves = MemberRows.Draw(MemberSplit.Halves, digits.Train.RowCount, 2, Seed);
        SupportVectorModel first = KernelDensity.Fit(MemberRows.Take(digits.Train.Rows, halves[0]), gamma.Gamma);
        SupportVectorModel second = KernelDensity.Fit(MemberRows.Take(digits.Train.Rows, halves[1]), gamma.Gamma);
        Classifier[] classifiers = Step(
            $"Making six classifiers of two halves ({first.SupportVectorCount} + {second.SupportVectorCount} support vectors, gamma {gamma.Gamma:g4})",
            () => SixClassifiers.Make(first, second, context.Batch).ToArray());

        context.Say("");
        context.Say($"{"",-8}{"ROC AUC",9}{"avg. prec.",12}{"score a row",14}{"explain a row",15}");
        ClassifierResult[] results = [.. classifiers.Select(classifier => Evaluate(classifier, digits))];
        context.Say("");

        int[] shown = [.. digits.FirstOf(Digits.Inlier, ShownEach), .. s_outliers.Select(digit => digits.FirstOf(digit, 1)[0])];
        HeatmapFigure.Content heatmaps = Step("Explaining four inliers and four outliers", () => Explain(classifiers, digits, shown));
        FlippingFigure.Panel[] flipping = Step("Masking pixels, most relevant first", () => Flip(classifiers, digits, [shown[0], shown[ShownEach]]));
        WriteSamples(digits, shown);
        OnnxComparison onnx = Step($"Exporting {classifiers[^1].Name}, scoring and explaining with the file in ONNX Runtime", () => Export(classifiers[^1], digits, gamma));
        return new DemoResults
        {
            TrainRows = digits.Train.RowCount,
            TestRows = digits.Test.RowCount,
            Gamma = gamma,
            MemberRows = [first.SupportVectorCount, second.SupportVectorCount],
            Classifiers = results,
            Heatmaps = heatmaps,
            Flipping = flipping,
            Onnx = onnx,
        };
    }

    private T Step<T>(string what, Func<T> work)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var watch = Stopwatch.StartNew();
        T result = work();
        context.Say($"{what}: {Numbers.Time(watch.Elapsed)}");
        return result;
    }

    private ClassifierResult Evaluate(Classifier classifier, Digits digits)
    {
        float[] scores = new float[digits.Test.RowCount];
        classifier.Model.Score(digits.Test.Rows.Slice(0, 0, 32, digits.Test.FeatureCount), scores, context.Batch); // compile, fill the pools
        TimeSpan scoreTime = Time(options => classifier.Model.Score(digits.Test.Rows, scores, options));

        int explained = Math.Min(ExplainedRows, digits.Test.RowCount);
        float[,] relevance = new float[explained, digits.Test.FeatureCount];
        TimeSpan explainTime = Time(options =>
            classifier.Model.Explain(digits.Test.Rows.Slice(0, 0, explained, digits.Test.FeatureCount), relevance, options: options));

        float[] inliers = [.. scores.Where((_, row) => digits.TestLabels[row] == Digits.Inlier)];
        float[] outliers = [.. scores.Where((_, row) => digits.TestLabels[row] != Digits.Inlier)];
        var result = new ClassifierResult(
            classifier.Name,
            RocAuc.Compute(inliers, outliers),
            AveragePrecision.Compute(inliers, outliers),
            scoreTime / scores.Length,
            explainTime / explained);
        context.Say(
            $"{result.Name,-8}{result.RocAuc,9:0.0000}{result.AveragePrecision,12:0.0000}" +
            $"{Numbers.Time(result.ScoreTime),14}{Numbers.Time(result.ExplainTime),15}");
        return result;
    }

    private TimeSpan Time(Action<BatchOptions> work)
    {
        var watch = Stopwatch.StartNew();
        work(context.Batch);
        return watch.Elapsed;
    }

    private HeatmapFigure.Content Explain(Classifier[] classifiers, Digits digits, int[] shown)
    {
        float[,] rows = MemberRows.Take(digits.Test.Rows, shown);
        ImageShape shape = digits.Test.Shape!.Value;
        PixelHeatmaps[] heatmaps = [.. classifiers.Select(classifier => PixelHeatmaps.Of(classifier.Model, rows, shape, context.Batch).Normalized())];
        return new HeatmapFigure.Content(
            "Which pixels make a digit unlike a 2",
            new HeatmapFigure.Shape(shape.Height, shape.Width),
            ["image"],
            [.. classifiers.Select(classifier => classifier.Name)],
            [.. shown.Select((row, r) => new HeatmapFigure.Row(
                $"digit {digits.TestLabels[row]}",
                [new HeatmapFigure.Picture(digits.Test.Rows.GetRowSpan(row).ToArray())],
                [.. heatmaps.Select(heatmap => new HeatmapFigure.ImagePanel(heatmap.Row(r), ShortNumber.Of(heatmap.Outlierness[r])))],
                r < ShownEach ? "inliers" : "outliers"))]);
    }

    private FlippingFigure.Panel[] Flip(Classifier[] classifiers, Digits digits, int[] shown)
    {
        float[,] rows = MemberRows.Take(digits.Test.Rows, shown);
        float[][,] curves = [.. classifiers.Select(classifier => Flipping.RelativeCurves(classifier.Model, rows, RelevanceRule.Thesis, context.Batch))];
        return [.. shown.Select((row, r) => new FlippingFigure.Panel(
            $"{(r == 0 ? "An inlier" : "An outlier")}: digit {digits.TestLabels[row]}",
            [.. classifiers.Select((classifier, c) => new FlippingFigure.Curve(classifier.Name, Flipping.Row(curves[c], r)))]))];
    }

    private OnnxComparison Export(Classifier classifier, Digits digits, GammaChoice gamma)
    {
        string path = Path.Combine(folder, ModelFile);
        ImageShape shape = digits.Test.Shape!.Value;
        ModelFiles.Save(classifier.Model, path, new ModelDescription
        {
            Shape = new SampleShape(shape.Height, shape.Width, shape.Channels),
            TrainedWith =
            [
                new("estimator", "kde"), new("source", "ocdtd demo: MNIST digit 2"), new("rows", $"{digits.Train.RowCount}"),
                new("split", Splits.Name(MemberSplit.Halves)), new("seed", $"{Seed}"), new("gamma.rule", GammaRules.Name(gamma.Rule)), new("gamma.found", $"{gamma.Found}"),
            ],
        });

        OneClassModel loaded = ModelFiles.Load(path).Model;
        using var runtime = new OnnxRuntimeAnswers(path);
        context.Cancellation.ThrowIfCancellationRequested();
        (float[] scores, TimeSpan runtimeTime) = runtime.Score(digits.Test);
        float[] engine = new float[digits.Test.RowCount];
        TimeSpan engineTime = Time(options => loaded.Score(digits.Test.Rows, engine, options));
        double largest = 0, relative = 0;
        for (int row = 0; row < engine.Length; row++)
        {
            double difference = Math.Abs((double)scores[row] - engine[row]);
            largest = Math.Max(largest, difference);
            relative = Math.Max(relative, difference / Math.Max(1, engine[row]));
        }

        return new OnnxComparison(classifier.Name, engine.Length, largest, relative, runtimeTime, engineTime, new FileInfo(path).Length)
        {
            Explanations = CompareExplanations(loaded, runtime, digits.Test),
        };
    }

    private ExplanationComparison CompareExplanations(OneClassModel loaded, OnnxRuntimeAnswers runtime, DataTable test)
    {
        int count = Math.Min(ExplainedRows, test.RowCount), features = test.FeatureCount;
        (float[] found, TimeSpan runtimeTime) = runtime.Explain(test, count);
        float[,] expected = new float[count, features];
        TimeSpan engineTime = Time(options => loaded.Explain(test.Rows.Slice(0, 0, count, features), expected, options: options));
        double relative = 0;
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> ours = expected.AsSpan2D().GetRowSpan(row), theirs = found.AsSpan(row * features, features);
            float largest = 0;
            double difference = 0;
            for (int j = 0; j < features; j++)
            {
                largest = Math.Max(largest, ours[j]);
                difference = Math.Max(difference, Math.Abs((double)ours[j] - theirs[j]));
            }

            relative = Math.Max(relative, largest > 0 ? difference / largest : 0);
        }

        return new ExplanationComparison(count, relative, runtimeTime, engineTime);
    }

    /// <summary>The eight digits that figures show, as a file to try commands on.</summary>
    private void WriteSamples(Digits digits, int[] shown)
    {
        ImageShape shape = digits.Test.Shape!.Value;
        byte[] pixels = [.. MemberRows.Take(digits.Test.Rows, shown).AsSpan().ToArray().Select(value => (byte)MathF.Round(value * 255))];
        NpyWriter.Write(Path.Combine(folder, SamplesFile), pixels, shown.Length, shape.Height, shape.Width);
    }
}
