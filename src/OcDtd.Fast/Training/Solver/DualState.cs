using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast.Solver;

/// <summary>Where the dual problem stands: min ½aᵀKa, 0 ≤ a_i ≤ C = 1/(νn), Σa_i = 1, and its gradient Ka.</summary>
internal sealed class DualState
{
    internal DualState(double[] coefficients, double upperBound)
    {
        Coefficients = coefficients;
        UpperBound = upperBound;
        Gradient = new double[KernelColumns.PaddedLength(coefficients.Length)];
    }

    /// <summary>A part of <paramref name="whole"/>, whose other rows stay as they are.</summary>
    internal DualState(DualState whole, ReadOnlySpan<int> rows)
        : this(new double[rows.Length], whole.UpperBound)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Coefficients[i] = whole.Coefficients[rows[i]];
            Gradient[i] = whole.Gradient[rows[i]];
        }
    }

    /// <summary>n.</summary>
    internal int Count => Coefficients.Length;

    /// <summary>a, exactly 0 or C where at a bound.</summary>
    internal double[] Coefficients { get; }

    /// <summary>C.</summary>
    internal double UpperBound { get; }

    /// <summary>Ka, padded.</summary>
    internal double[] Gradient { get; }

    internal bool MayGrow(int i) => Coefficients[i] < UpperBound;

    internal bool MayShrink(int i) => Coefficients[i] > 0;

    /// <summary>How far from optimal this is.</summary>
    internal Optimality Measure()
    {
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity, mean = 0;
        for (int i = 0; i < Count; i++)
        {
            double g = Gradient[i];
            if (MayGrow(i) && g < smallest)
                smallest = g;
            if (MayShrink(i) && g > largest)
                largest = g;
            mean += Coefficients[i] * g;
        }

        return new Optimality(smallest, largest, mean);
    }

    /// <summary>
    /// ρ: the mean gradient of free coefficients, which agree within the tolerance; without any, the middle between the largest that may
    /// shrink and the smallest that may grow; where none may grow, the former.
    /// </summary>
    internal double Rho(Optimality optimality)
    {
        double sum = 0;
        int free = 0;
        for (int i = 0; i < Count; i++)
        {
            if (MayGrow(i) && MayShrink(i))
            {
                sum += Gradient[i];
                free++;
            }
        }

        if (free > 0)
            return sum / free;
        return double.IsFinite(optimality.Smallest) ? (optimality.Smallest + optimality.Largest) / 2 : optimality.Largest;
    }

    /// <summary>
    /// The duality gap aᵀKa − max_ρ [ρ − C·Σ_i (ρ−g_i)⁺], 0 or more: the objective's distance from its minimum is no larger. The best ρ is the
    /// ⌈1/C⌉-th smallest gradient, from where on more rows fall short of ρ than C pays for.
    /// </summary>
    internal double Gap(double mean)
    {
        int count = (int)Math.Clamp(Math.Ceiling(1 / UpperBound), 1, Count);
        double[] buffer = new double[OrderStatistic.BufferLength(Count, count)];
        ReadOnlySpan<double> gradient = Gradient.AsSpan(0, Count);
        double rho = OrderStatistic.Find(gradient, count, buffer);
        double shortfall = 0;
        foreach (double g in gradient)
            shortfall += Math.Max(0, rho - g);
        return Math.Max(0, mean - rho + UpperBound * shortfall);
    }
}

/// <summary>
/// The smallest gradient of a row whose coefficient may grow, the largest of one that may shrink, and the mean Σa_i·g_i = aᵀKa.
/// </summary>
internal readonly record struct Optimality(double Smallest, double Largest, double Mean)
{
    /// <summary>By how much gradients disagree at most that ought to be equal or the other way round; 0 or more.</summary>
    internal double Spread => Math.Max(0, Largest - Smallest);

    /// <summary>The same relative to the mean gradient.</summary>
    internal double Violation => Spread / Mean;
}
