using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast;

/// <summary>Kernel density estimation as a one-class model: every training row is a support vector with coefficient 1/m (eq 3.4).</summary>
public static class KernelDensity
{
    /// <summary>Takes all rows of <paramref name="samples"/>.</summary>
    /// <param name="samples">m × d, finite, m and d at least 1; copied.</param>
    /// <param name="gamma">Kernel width γ &gt; 0, finite.</param>
    /// <returns>The model. Unlike eq 3.4 it keeps log m, so that outlierness is never negative.</returns>
    /// <exception cref="ArgumentException">Rows or γ are not as asked; the message says what was found and where.</exception>
    public static SupportVectorModel Fit(ReadOnlySpan2D<float> samples, double gamma)
    {
        double[] equal = new double[samples.Height];
        Array.Fill(equal, 1.0);
        return SupportVectorModel.Create(samples, equal, gamma);
    }
}
