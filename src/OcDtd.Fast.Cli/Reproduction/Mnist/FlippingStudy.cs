using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Mnist;

/// <summary>Figure 3.2: how fast outlierness falls when the most relevant pixels are masked.</summary>
internal sealed class FlippingStudy(Workbench bench, DigitTask task, ShownDigits shown, FlippingTrials trials) : Study
{
    private const int Bagging = SixClassifiers.Bagging, Times = SixClassifiers.Times;

    internal override string Title => "Figure 3.2: pixel flipping";

    internal override IReadOnlyList<Trial> Trials => [.. trials.All];

    internal override IEnumerable<Claim> Claims(TrialBook book) =>
        [Falls(book, FlippedRows.Inliers), Falls(book, FlippedRows.Outliers)];

    internal override void Write(TrialBook book, ReproductionReport report)
    {
        int inlier = shown.Rows[0], outlier = shown.Rows[ShownDigits.Each];
        report.Figure(
            "figure-3.2-flipping",
            FlippingFigure.Png(
            [
                Single($"An inlier: digit {task.TestLabels[inlier]}", inlier),
                Single($"An outlier: digit {task.TestLabels[outlier]}", outlier),
                Mean("Mean over test inliers", FlippedRows.Inliers, book),
                Mean("Mean over test outliers", FlippedRows.Outliers, book),
            ]),
            "Pixel-flipping curves of an inlier, an outlier, and their means over the test set with bands",
            $"Outlierness left after the most relevant pixels are masked, relative to the start ({shown.Protocol.Name}, m = {ShownDigits.Size}, seed 0). Means are of {Rows(trials.CurveRows)}; bands: the middle 80 % of them. "
            + FlippingFigure.Legend(SixClassifiers.Names));
        report.Table(new ComparedTable(
            "flipping-area",
            $"Area under the pixel-flipping curve, the mean over {Rows(trials.AreaRows)}; less is better. {shown.Protocol.Name}, m = {ShownDigits.Size}, {trials.Areas.Count} seeds.",
            "Rows",
            SixClassifiers.Names,
            [Areas(book, FlippedRows.Inliers), Areas(book, FlippedRows.Outliers)],
            Decimals: 4));
        report.Page.Note(
            "A curve of local Times does not end at 0 but at −log of the mass that its k and l neighbours keep, over the start (eq 1.16 with β unchanged); and a sharper kernel, such as the "
            + "product's 2γ, falls faster by itself. The area compares explanations of one model fairly, and those of different models only with that in mind.");
    }

    private string Rows(int most) => $"{trials.Rows(FlippedRows.Inliers, most).Length} test inliers and {trials.Rows(FlippedRows.Outliers, most).Length} outliers";

    private ComparedRow Areas(TrialBook book, FlippedRows rows) => ComparedRow.Of(
        rows == FlippedRows.Inliers ? "test inliers" : "test outliers",
        SixClassifiers.Names.Select((_, c) => SeedSummary.Of(book.Values(trials.Areas, FlippingTrials.AreaName(rows), c))));

    private FlippingFigure.Panel Single(string title, int row)
    {
        float[,] rows = MemberRows.Take(task.Test.Rows, [row]);
        return new FlippingFigure.Panel(title, [.. shown.Classifiers.Select(classifier => new FlippingFigure.Curve(
            classifier.Name, Flipping.Row(Flipping.RelativeCurves(classifier.Model, rows, RelevanceRule.Thesis, bench.Batch), 0)))]);
    }

    private FlippingFigure.Panel Mean(string title, FlippedRows rows, TrialBook book)
    {
        TrialNumbers numbers = book.Of(trials.Curves);
        double[] Curve(string what, int c) => numbers[FlippingTrials.CurveName(what, rows, c)];
        return new FlippingFigure.Panel(title, [.. SixClassifiers.Names.Select((name, c) => new FlippingFigure.Curve(name, Curve("mean", c), Curve("low", c), Curve("high", c)))]);
    }

    private Claim Falls(TrialBook book, FlippedRows rows)
    {
        double[] bagging = book.Values(trials.Areas, FlippingTrials.AreaName(rows), Bagging), times = book.Values(trials.Areas, FlippingTrials.AreaName(rows), Times);
        double share = times.Zip(bagging, (t, b) => t < b ? 1.0 : 0).Average();
        return new Claim(
            $"Masking relevant pixels lowers the score of {SixClassifiers.Names[Times]} faster than that of {SixClassifiers.Names[Bagging]} (test {rows.ToString().ToLowerInvariant()}).",
            share >= 0.975 ? Verdict.Holds : share < 0.5 && times.Average() > bagging.Average() ? Verdict.DoesNotHold : Verdict.HoldsInPart,
            $"Mean areas {times.Average():0.0000} and {bagging.Average():0.0000}; smaller for C1×C2 in {share:P0} of single seeds ({shown.Protocol.Name}, m = {ShownDigits.Size}, {times.Length} seeds).");
    }
}
