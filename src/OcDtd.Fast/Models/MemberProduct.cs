using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Sums over all pairs of two members' support vectors, computed once when a Times ensemble is made.</summary>
internal static class MemberProduct
{
    /// <summary>κ = γ₁γ₂/γ': how fast a pair's weight falls with the distance between its support vectors.</summary>
    internal static double Kappa(SupportVectorModel first, SupportVectorModel second) =>
        first.Gamma * second.Gamma / (first.Gamma + second.Gamma);

    /// <summary>log Σ_ij a_i b_j e^(−κ‖u_i−v_j‖²). All cores; the same bits with any number of threads.</summary>
    internal static double LogAlpha(SupportVectorModel first, SupportVectorModel second, BatchOptions options)
    {
        double kappa = Kappa(first, second);
        double[] values = new double[first.Vectors.PaddedCount];
        Array.Fill(values, double.PositiveInfinity);
        Parallel.For(0, first.SupportVectorCount, options.Parallel, () => new double[second.Vectors.PaddedCount], (i, _, distances) =>
        {
            FillDistances(first.Vectors.Row(i), second.Vectors, distances);
            values[i] = SoftMinimum.Pool(distances, second.NegativeLog, kappa).Value;
            return distances;
        }, _ => { });

        // The sum over i: again a soft minimum, of values_i − log a_i.
        return -SoftMinimum.Pool(values, first.NegativeLog, gamma: 1).Value;
    }

    /// <summary>‖u − v_j‖² for every j, in double; padding stays 0, where the weight is 0.</summary>
    internal static void FillDistances(ReadOnlySpan<float> u, SupportVectorRows second, Span<double> distances)
    {
        for (int j = 0; j < second.Count; j++)
            distances[j] = PairDistance.Compute(u, second.Row(j));
    }
}
