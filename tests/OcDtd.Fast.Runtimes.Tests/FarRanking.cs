namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>Far outliers keep their rank, however far.</summary>
internal static class FarRanking
{
    /// <summary>Beyond this a float32 kernel e^−o is 0: what works with kernels has lost all order here.</summary>
    private const double Far = 104;

    /// <summary>Scores closer than this share of each other are one float32 number or two neighbours: they have no order to keep.</summary>
    private const double Resolution = 3e-7;

    /// <summary>The first two far rows, if any, of which the oracle says clearly which is further and the answers do not.</summary>
    internal static string? FirstInversion(float[] found, double[] expected)
    {
        int[] order = [.. Enumerable.Range(0, found.Length).Where(i => expected[i] > Far).OrderBy(i => expected[i])];
        int nearer = 0, highest = -1;
        foreach (int i in order)
        {
            for (; expected[order[nearer]] * (1 + Resolution) < expected[i]; nearer++)
                highest = highest < 0 || found[order[nearer]] > found[highest] ? order[nearer] : highest;
            if (highest >= 0 && !(found[i] > found[highest]))
                return $"row {i} scores {found[i]:R}, row {highest} {found[highest]:R}; right are {expected[i]:R} and {expected[highest]:R}.";
        }

        return null;
    }
}
