namespace OcDtd.Fast.Tests.Training.Svm;

/// <summary>The dual problem in plain double loops: gradient, objective and optimality of given coefficients. Shares nothing with the engine.</summary>
internal sealed class PlainDual
{
    private readonly double[] _coefficients;
    private readonly double _upperBound;

    internal PlainDual(SvmProblem problem, ReadOnlySpan<double> coefficients)
    {
        _coefficients = coefficients.ToArray();
        _upperBound = 1 / (problem.Nu * problem.Count);
        Gradient = new double[problem.Count];
        for (int i = 0; i < problem.Count; i++)
        {
            for (int j = 0; j < problem.Count; j++)
                Gradient[i] += _coefficients[j] * Math.Exp(-problem.Gamma * SquaredDistance(problem.Rows, i, j));
        }

        Mean = _coefficients.Zip(Gradient, (a, g) => a * g).Sum();
    }

    internal double[] Gradient { get; }

    /// <summary>aᵀKa.</summary>
    internal double Mean { get; }

    /// <summary>The largest violation of the optimality conditions relative to the mean gradient.</summary>
    internal double Violation()
    {
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        for (int i = 0; i < Gradient.Length; i++)
        {
            if (_coefficients[i] < _upperBound)
                smallest = Math.Min(smallest, Gradient[i]);
            if (_coefficients[i] > 0)
                largest = Math.Max(largest, Gradient[i]);
        }

        return Math.Max(0, largest - smallest) / Mean;
    }

    private static double SquaredDistance(float[,] rows, int a, int b)
    {
        double sum = 0;
        for (int j = 0; j < rows.GetLength(1); j++)
            sum += ((double)rows[a, j] - rows[b, j]) * ((double)rows[a, j] - rows[b, j]);
        return sum;
    }
}
