using System.Numerics.Tensors;

namespace OcDtd.Fast.Tests.Reference;

/// <summary>
/// The thesis' formulas in plain double, as tests/oracle/oracle.py writes them: every virtual support vector is built, nothing is left
/// out; only loops over features are not written as loops. One model, or the halves of local Times, or the members of a bagging ensemble, whose answers are averaged.
/// </summary>
internal sealed class PlainModel
{
    private readonly Kernels[] _parts;

    private PlainModel(params Kernels[] parts) => _parts = parts;

    internal static PlainModel Bagging(params PlainMember[] members) =>
        new([.. members.Select(m => new Kernels(m.Vectors, [.. m.Normalized().Select(a => Math.Log(a))], m.Gamma))]);

    internal static PlainModel GlobalTimes(PlainMember first, PlainMember second)
    {
        var product = new Product(first, second);
        return new PlainModel(product.Take(
            from i in Enumerable.Range(0, first.Vectors.Length) from j in Enumerable.Range(0, second.Vectors.Length) select (i, j), false));
    }

    /// <summary>log α, eq 2.8: the score of global Times is o₁ + o₂ + log α, for Gaussians multiply.</summary>
    internal static double LogAlpha(PlainMember first, PlainMember second) => new Product(first, second).LogAlpha;

    internal static PlainModel LocalTimes(PlainMember first, PlainMember second, int k, int l, bool renormalize)
    {
        var product = new Product(first, second);
        return new PlainModel(
            product.Take(
                from i in Enumerable.Range(0, first.Vectors.Length) from j in Nearest(first.Vectors[i], second.Vectors, k) select (i, j),
                renormalize),
            product.Take(
                from j in Enumerable.Range(0, second.Vectors.Length) from i in Nearest(second.Vectors[j], first.Vectors, l) select (i, j),
                renormalize));
    }

    internal PlainAnswer Explain(ReadOnlySpan<float> sample, RelevanceRule rule) => Explain([ToDoubles(sample)], rule)[0];

    /// <summary>Rows go together through every virtual support vector, which is then read from memory once for all of them.</summary>
    internal PlainAnswer[] Explain(double[][] rows, RelevanceRule rule)
    {
        PlainAnswer[][] answers = [.. _parts.Select(part => part.Explain(rows, rule))];
        return [.. rows.Select((_, r) => Mean([.. answers.Select(part => part[r])]))];
    }

    /// <summary>o_0 … o_d: what is left when the first k features of an order add nothing to any distance.</summary>
    internal double[] Flip(ReadOnlySpan<float> sample, int[] order)
    {
        double[] x = ToDoubles(sample);
        double[][] curves = [.. _parts.Select(part => part.Flip(x, order))];
        return [.. Enumerable.Range(0, x.Length + 1).Select(k => curves.Average(curve => curve[k]))];
    }

    internal static double[] ToDoubles(ReadOnlySpan<float> row)
    {
        double[] values = new double[row.Length];
        for (int j = 0; j < values.Length; j++)
            values[j] = row[j];
        return values;
    }

    private static PlainAnswer Mean(PlainAnswer[] parts)
    {
        double[] relevance = new double[parts[0].Relevance.Length];
        foreach (PlainAnswer part in parts)
            TensorPrimitives.Add<double>(relevance, part.Relevance, relevance);
        TensorPrimitives.Divide(relevance, parts.Length, relevance);
        return new PlainAnswer(parts.Average(a => a.Outlierness), relevance, parts.Average(a => a.Residual));
    }

    private static double SquaredDistance(double[] a, double[] b) => TensorPrimitives.Sum<double>(Squares(a, b, new double[a.Length]));

    /// <summary>(a_j − b_j)², in <paramref name="squares"/>.</summary>
    private static double[] Squares(double[] a, double[] b, double[] squares)
    {
        TensorPrimitives.Subtract<double>(a, b, squares);
        TensorPrimitives.Multiply<double>(squares, squares, squares);
        return squares;
    }

    private static double LogSumExp(double[] values)
    {
        double largest = values.Max();
        return largest + Math.Log(values.Sum(v => Math.Exp(v - largest)));
    }

    /// <summary>Indices of the k nearest; ties go to the smaller index, as OrderBy is stable.</summary>
    private static IEnumerable<int> Nearest(double[] center, double[][] vectors, int k) =>
        Enumerable.Range(0, vectors.Length).OrderBy(i => SquaredDistance(center, vectors[i])).Take(k);

    /// <summary>Eqs 2.6 to 2.8.</summary>
    private sealed class Product
    {
        private readonly PlainMember _first;
        private readonly PlainMember _second;
        private readonly double _gamma;
        private readonly double[] _firstLogs;
        private readonly double[] _secondLogs;

        internal Product(PlainMember first, PlainMember second)
        {
            _first = first;
            _second = second;
            _gamma = first.Gamma + second.Gamma;
            _firstLogs = [.. first.Normalized().Select(a => Math.Log(a))];
            _secondLogs = [.. second.Normalized().Select(a => Math.Log(a))];
            LogAlpha = LogSumExp(
                [.. from i in Enumerable.Range(0, _firstLogs.Length) from j in Enumerable.Range(0, _secondLogs.Length) select Log(i, j)]);
        }

        internal double LogAlpha { get; }

        internal Kernels Take(IEnumerable<(int First, int Second)> pairs, bool renormalize)
        {
            (int First, int Second)[] all = [.. pairs];
            double[] logs = [.. all.Select(p => Log(p.First, p.Second) - LogAlpha)];
            double kept = renormalize ? LogSumExp(logs) : 0;
            return new Kernels(
                [.. all.Select(p => Center(_first.Vectors[p.First], _second.Vectors[p.Second]))], [.. logs.Select(v => v - kept)], _gamma);
        }

        private double Log(int i, int j) =>
            _firstLogs[i] + _secondLogs[j] -
            _first.Gamma * _second.Gamma / _gamma * SquaredDistance(_first.Vectors[i], _second.Vectors[j]);

        private double[] Center(double[] u, double[] v) =>
            [.. u.Zip(v, (p, q) => (_first.Gamma * p + _second.Gamma * q) / _gamma)];
    }

    /// <summary>Eqs 1.3 and 1.9 to 1.14.</summary>
    private sealed record Kernels(double[][] Centers, double[] Logs, double Gamma)
    {
        /// <summary>Eq 1.16; sums from the last feature back.</summary>
        internal double[] Flip(double[] x, int[] order)
        {
            double[] curve = new double[x.Length + 1], exponents = (double[])Logs.Clone();
            for (int k = x.Length; k > 0; k--)
            {
                curve[k] = Math.Max(0, -LogSumExp(exponents));
                int j = order[k - 1];
                for (int i = 0; i < exponents.Length; i++)
                    exponents[i] -= Gamma * (x[j] - Centers[i][j]) * (x[j] - Centers[i][j]);
            }

            curve[0] = Math.Max(0, -LogSumExp(exponents));
            return curve;
        }

        internal PlainAnswer[] Explain(double[][] rows, RelevanceRule rule)
        {
            double[][] distances = [.. rows.Select(_ => new double[Centers.Length])];
            double[] squares = new double[rows[0].Length];
            for (int i = 0; i < Centers.Length; i++)
            {
                for (int r = 0; r < rows.Length; r++)
                    distances[r][i] = TensorPrimitives.Sum<double>(Squares(rows[r], Centers[i], squares));
            }

            Weights[] weights = [.. distances.Select(row => Weigh(row, rule))];
            double[][] relevance = [.. rows.Select(row => new double[row.Length])];
            for (int i = 0; i < Centers.Length; i++)
            {
                for (int r = 0; r < rows.Length; r++)
                    TensorPrimitives.MultiplyAdd(Squares(rows[r], Centers[i], squares), weights[r].Features[i], relevance[r], relevance[r]);
            }

            return [.. weights.Select((w, r) => new PlainAnswer(w.Outlierness, relevance[r], w.Residual))];
        }

        /// <summary>o, what each kernel gives the features for each unit of (x_j − u_j)², and what is left over.</summary>
        private Weights Weigh(double[] distances, RelevanceRule rule)
        {
            double[] exponents = [.. distances.Select((d, i) => Logs[i] - Gamma * d)], features = new double[distances.Length];
            double logSum = LogSumExp(exponents), o = Math.Max(0, -logSum), residual = 0;
            for (int i = 0; i < distances.Length; i++)
            {
                double p = Math.Exp(exponents[i] - logSum), scaled = Gamma * distances[i];
                bool passesNothingOn = rule == RelevanceRule.Conservative && scaled < 1e-9;
                bool isNear = rule == RelevanceRule.Thesis && scaled <= o;
                if (passesNothingOn)
                    residual += p * o;
                else if (isNear)
                    (features[i], residual) = (p * Gamma, residual + p * (o - scaled));
                else
                    features[i] = p * o / distances[i];
            }

            return new Weights(o, features, residual);
        }
    }

    private readonly record struct Weights(double Outlierness, double[] Features, double Residual);
}

/// <summary>Support vectors, dual coefficients in any normalisation, kernel width.</summary>
internal sealed record PlainMember(double[][] Vectors, double[] Coefficients, double Gamma)
{
    internal double[] Normalized() => [.. Coefficients.Select(a => a / Coefficients.Sum())];
}

/// <summary>o, R and the residual of one row.</summary>
internal sealed record PlainAnswer(double Outlierness, double[] Relevance, double Residual);
