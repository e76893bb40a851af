using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>
/// The dual problem for a few rows, all others held fixed, solved pair by pair: the row with the smallest gradient takes from the one that
/// lowers the objective most (second-order selection).
/// </summary>
internal sealed class WorkingSet
{
    private const int Lanes = 8;
    private readonly double[] _kernel;
    private readonly double[] _gradient;
    private readonly double[] _up;
    private readonly double[] _down;
    private readonly double[] _grow;
    private readonly double[] _gain;
    private readonly double[] _coefficients;
    private readonly double[] _start;
    private int[] _rows = [];
    private int _stride;
    private double _upperBound;

    /// <summary>Room for <paramref name="capacity"/> rows.</summary>
    internal WorkingSet(int capacity)
    {
        int stride = Padded(capacity);
        _kernel = new double[checked(stride * stride)];
        _gradient = new double[stride];
        _up = new double[stride];
        _down = new double[stride];
        _grow = new double[stride];
        _gain = new double[stride];
        _coefficients = new double[stride];
        _start = new double[stride];
    }

    /// <summary>Takes the kernel, gradient and coefficients of <paramref name="rows"/>.</summary>
    internal void Load(int[] rows, KeptColumns columns, DualState state)
    {
        _rows = rows;
        _stride = Padded(rows.Length);
        _upperBound = state.UpperBound;
        _kernel.AsSpan(0, _stride * _stride).Clear();
        columns.CopySquare(rows, _stride, _kernel);
        for (int k = 0; k < _stride; k++)
        {
            bool present = k < rows.Length;
            _gradient[k] = present ? state.Gradient[rows[k]] : 0;
            _coefficients[k] = present ? state.Coefficients[rows[k]] : 0;
            _start[k] = _coefficients[k];
            SetBounds(k, present);
        }
    }

    /// <summary>Steps until no two gradients disagree by more than <paramref name="tolerance"/>; returns how many steps that took.</summary>
    internal long Solve(double tolerance, long maxSteps)
    {
        SimdWidth width = Simd.Active;
        var arrays = new WorkingArrays
        {
            Gradient = _gradient.AsSpan(0, _stride),
            Up = _up.AsSpan(0, _stride),
            Down = _down.AsSpan(0, _stride),
            Grow = _grow.AsSpan(0, _stride),
            Gain = _gain.AsSpan(0, _stride),
        };
        Extremes extremes = DualSteps.Move(width, 0, Column(0), Column(0), arrays);
        long steps = 0;
        for (; steps < maxSteps && extremes.Largest - extremes.Smallest > tolerance; steps++)
        {
            int i = arrays.Grow.IndexOf(extremes.Smallest);
            double gain = DualSteps.Gains(width, extremes.Smallest, Column(i), arrays);
            int j = arrays.Gain.IndexOf(gain);
            double moved = Give(i, j);
            extremes = DualSteps.Move(width, moved, Column(i), Column(j), arrays);
        }

        return steps;
    }

    /// <summary>Writes the coefficients back and returns what changed.</summary>
    internal CoefficientChanges Store(DualState state)
    {
        var changes = new CoefficientChanges();
        for (int k = 0; k < _rows.Length; k++)
        {
            changes.Add(_rows[k], _start[k], _coefficients[k]);
            state.Coefficients[_rows[k]] = _coefficients[k];
        }

        return changes;
    }

    /// <summary>Moves as much coefficient from row j to row i as lowers the objective most, within the bounds.</summary>
    private double Give(int i, int j)
    {
        double curvature = Math.Max(2 - 2 * _kernel[i * _stride + j], DualSteps.SmallestCurvature);
        double wanted = (_gradient[j] - _gradient[i]) / curvature;
        double room = _upperBound - _coefficients[i];
        double stock = _coefficients[j];
        double moved = Math.Min(wanted, Math.Min(room, stock));

        // At a bound a coefficient is exactly the bound, whatever rounding says.
        // And what arrives at one is what leaves the other, so that the sum stays 1.
        double before = _coefficients[i];
        _coefficients[i] = moved == room ? _upperBound : before + moved;
        _coefficients[j] = moved == stock ? 0 : Math.Max(0, stock - (_coefficients[i] - before));
        SetBounds(i, present: true);
        SetBounds(j, present: true);
        return moved;
    }

    private ReadOnlySpan<double> Column(int k) => _kernel.AsSpan(k * _stride, _stride);

    private void SetBounds(int k, bool present)
    {
        _up[k] = present && _coefficients[k] < _upperBound ? 0 : double.PositiveInfinity;
        _down[k] = present && _coefficients[k] > 0 ? 0 : double.PositiveInfinity;
    }

    private static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;
}
