using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Screening;

/// <summary>Support vectors as an <see cref="AxisProjection"/> augments them, for a model where bounds leave few of them.</summary>
internal sealed class DistanceScreen
{
    private DistanceScreen(AxisProjection projection, float[] augmented, double[] norms)
    {
        Projection = projection;
        Augmented = augmented;
        Norms = norms;
    }

    /// <summary>What augments a row in the same way.</summary>
    internal AxisProjection Projection { get; }

    /// <summary>Augmented support vectors, m × <see cref="AxisProjection.AugmentedCount"/> row-major.</summary>
    internal float[] Augmented { get; }

    /// <summary>Their N: −∞ for one that must never be left out.</summary>
    internal double[] Norms { get; }

    /// <summary>A screen for a model, or null where computing every distance is cheaper.</summary>
    /// <param name="rows">Support vectors, m × d row-major, centred, without the features in which they are all equal.</param>
    /// <param name="count">m.</param>
    /// <param name="featureCount">d.</param>
    /// <param name="negativeLog">−log a_i of m or more.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="productError">What inner products of augmented rows may be off by, relative to ‖x̃‖·‖ũ‖.</param>
    internal static DistanceScreen? Choose(
        float[] rows, int count, int featureCount, ReadOnlySpan<double> negativeLog, double gamma, double productError)
    {
        int[] candidates = ScreenTrial.Candidates(count, featureCount);
        if (candidates.Length == 0)
            return null;

        var trial = new ScreenTrial(rows, count, featureCount, negativeLog, gamma);
        if (!trial.FewMatter())
            return null;

        PrincipalAxes axes = PrincipalAxes.Find(rows, count, featureCount, candidates[^1]);
        DistanceScreen widest = Project(axes, rows, count, productError);
        trial.FindNearest(widest);
        DistanceScreen? best = null;
        double least = ScreenTrial.WorthwhileCost;
        foreach (int axisCount in candidates)
        {
            DistanceScreen screen = widest.Leading(axes, axisCount, rows, productError);
            double cost = trial.Cost(screen);
            if (cost < least)
            {
                least = cost;
                best = screen;
            }
        }

        return best;
    }

    /// <summary>A screen on given axes, whether it pays or not.</summary>
    internal static DistanceScreen Project(PrincipalAxes axes, float[] rows, int count, double productError)
    {
        var projection = new AxisProjection(axes, productError);
        float[] augmented = new float[checked(count * projection.AugmentedCount)];
        double[] norms = new double[count];
        projection.Project(new RowTile(ref rows[0], axes.FeatureCount, count, axes.FeatureCount), augmented, norms);
        return new DistanceScreen(projection, augmented, norms);
    }

    /// <summary>To the bit what <see cref="Project"/> gives for the first few of the same axes, from coordinates that are there already.</summary>
    private DistanceScreen Leading(PrincipalAxes axes, int axisCount, float[] rows, double productError)
    {
        if (axisCount == axes.Count)
            return this;

        var projection = new AxisProjection(axes.Leading(axisCount), productError);
        int stride = projection.AugmentedCount;
        float[] augmented = new float[Norms.Length * stride];
        double[] norms = new double[Norms.Length];
        for (int i = 0; i < norms.Length; i++)
        {
            Span<float> target = augmented.AsSpan(i * stride, stride);
            Augmented.AsSpan(i * Projection.AugmentedCount, axisCount).CopyTo(target);
            norms[i] = projection.Augment(
                target, InnerProduct.SquaredNorm(rows.AsSpan(i * axes.FeatureCount, axes.FeatureCount)));
        }

        return new DistanceScreen(projection, augmented, norms);
    }
}
