using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Where a function of γ changes its sign.</summary>
internal static class LogRoot
{
    /// <summary>Half of what the bracket may still be wide, of log γ.</summary>
    private const double Tolerance = 0.5e-10;

    /// <summary>γ to a relative 1e-10, given two places at which <paramref name="function"/> has different signs or is 0.</summary>
    /// <remarks>
    /// Chandrupatla's method in log γ: inverse quadratic interpolation where the last three places promise that it helps, else halving.
    /// A handful of evaluations where the function is smooth, at most a few times halving's where it is not. No step is smaller than the
    /// tolerance, so that the last ones close the bracket.
    /// </remarks>
    internal static double Find(Func<double, double> function, Place low, Place high)
    {
        if (low.Value == 0 || high.Value == 0)
            return low.Value == 0 ? low.Gamma : high.Gamma;

        double width = Elementary.Log(high.Gamma / low.Gamma);
        double Gamma(double x) => high.Gamma * Elementary.Exp(x - width); // x ≤ width
        (double newest, double opposite) = (width, 0.0);
        (double atNewest, double atOpposite) = (high.Value, low.Value);
        double share = 0.5;
        while (true)
        {
            double x = newest + share * (opposite - newest);
            double value = function(Gamma(x));
            bool sameSide = (value > 0) == (atNewest > 0);
            (double third, double atThird) = sameSide ? (newest, atNewest) : (opposite, atOpposite);
            if (!sameSide)
                (opposite, atOpposite) = (newest, atNewest);
            (newest, atNewest) = (x, value);

            double least = Tolerance / Math.Abs(opposite - newest);
            if (least > 0.5 || value == 0)
                return Gamma(Math.Abs(atNewest) < Math.Abs(atOpposite) ? newest : opposite);

            share = Math.Clamp(Share(newest, opposite, third, atNewest, atOpposite, atThird), least, 1 - least);
        }
    }

    /// <summary>How far the next place is on the way from the newest one to the opposite one.</summary>
    private static double Share(double newest, double opposite, double third, double atNewest, double atOpposite, double atThird)
    {
        double xi = (newest - opposite) / (third - opposite);
        double phi = (atNewest - atOpposite) / (atThird - atOpposite);
        if (phi * phi >= xi || (1 - phi) * (1 - phi) >= 1 - xi)
            return 0.5;

        return atNewest / (atOpposite - atNewest) * (atThird / (atOpposite - atThird))
            + (third - newest) / (opposite - newest) * (atNewest / (atThird - atNewest)) * (atOpposite / (atThird - atOpposite));
    }

    /// <summary>A γ and the function's value there.</summary>
    internal readonly record struct Place(double Gamma, double Value);
}
