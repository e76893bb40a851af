using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Evaluation;

/// <summary>Computes one row's pixel-flipping curve, block by block of support vectors, pairs or edges.</summary>
internal sealed class FlippingCurve
{
    private readonly OneClassModel _model;
    private readonly float[] _sample;
    private readonly int[] _step;
    private readonly double[] _squares;
    private readonly double[] _negativeLog = new double[FlippingSums.Lanes];
    private readonly double[] _minima;
    private readonly double[] _sums;
    private int _lanes;

    /// <summary>Prepares a model's curve of <paramref name="sample"/> when features are masked in <paramref name="order"/>.</summary>
    internal FlippingCurve(OneClassModel model, ReadOnlySpan<float> sample, ReadOnlySpan<int> order)
    {
        _model = model;
        _sample = sample.ToArray();
        model.Scaling?.Apply(_sample, _sample);
        _step = Invert(order);
        _squares = new double[sample.Length * FlippingSums.Lanes];
        _minima = new double[(sample.Length + 1) * FlippingSums.Lanes];
        _sums = new double[_minima.Length];
    }

    /// <summary>o_0 … o_d.</summary>
    internal double[] Compute() => _model switch
    {
        SupportVectorModel member => OfMember(member),
        BaggingEnsemble bagging => Mean([.. bagging.Members.Select(OfMember)]),
        GlobalTimesEnsemble times => OfAllPairs(times),
        LocalTimesEnsemble { HalvesAgree: true } times => OfEdges(times, times.FirstHalf, times.LogKeptMassOfFirst),
        LocalTimesEnsemble times => Mean(
            OfEdges(times, times.FirstHalf, times.LogKeptMassOfFirst), OfEdges(times, times.SecondHalf, times.LogKeptMassOfSecond)),
        _ => throw new ArgumentException($"no pixel flipping for a {_model.GetType().Name}."),
    };

    private double[] OfMember(SupportVectorModel member)
    {
        Start();
        for (int i = 0; i < member.SupportVectorCount; i++)
        {
            ReadOnlySpan<float> u = member.Vectors.Row(i);
            int lane = NextLane(member.NegativeLog[i], member.Gamma);
            for (int j = 0; j < u.Length; j++)
                SetSquare(lane, j, (double)_sample[j] - u[j]);
        }

        return Finish(member.Gamma, shift: 0);
    }

    private double[] OfAllPairs(GlobalTimesEnsemble times)
    {
        Start();
        for (int i = 0; i < times.First.SupportVectorCount; i++)
        {
            for (int j = 0; j < times.Second.SupportVectorCount; j++)
                AddPair(times, i, j, PairDistance.Compute(times.First.Vectors.Row(i), times.Second.Vectors.Row(j)));
        }

        return Finish(times.Gamma, times.LogAlpha);
    }

    private double[] OfEdges(LocalTimesEnsemble times, NeighborEdges edges, double logKeptMass)
    {
        Start();
        for (int e = 0; e < edges.Indices.Length; e++)
        {
            int center = e / edges.NeighborCount, partner = edges.Indices[e];
            if (edges.StartAtFirst)
                AddPair(times, center, partner, edges.Distances[e]);
            else
                AddPair(times, partner, center, edges.Distances[e]);
        }

        return Finish(times.Gamma, times.LogAlpha + (times.IsRenormalized ? logKeptMass : 0));
    }

    /// <summary>One virtual support vector, feature by feature: w₁u_i + w₂v_j is never stored, only what it adds to this row's curve.</summary>
    private void AddPair(TimesEnsemble times, int i, int j, double pairDistance)
    {
        ReadOnlySpan<float> u = times.First.Vectors.Row(i), v = times.Second.Vectors.Row(j);
        double kappa = MemberProduct.Kappa(times.First, times.Second);
        double negativeLog = times.First.NegativeLog[i] + times.Second.NegativeLog[j] + kappa * pairDistance;
        int lane = NextLane(negativeLog, times.Gamma);
        double w1 = times.FirstWeight, w2 = times.SecondWeight;
        for (int f = 0; f < u.Length; f++)
            SetSquare(lane, f, w1 * ((double)_sample[f] - u[f]) + w2 * ((double)_sample[f] - v[f]));
    }

    private void SetSquare(int lane, int feature, double difference) =>
        _squares[_step[feature] * FlippingSums.Lanes + lane] = difference * difference;

    private void Start()
    {
        _lanes = 0;
        FlippingSums.Clear(_minima, _sums);
    }

    private int NextLane(double negativeLog, double gamma)
    {
        if (_lanes == FlippingSums.Lanes)
            AddBlock(gamma);
        _negativeLog[_lanes] = negativeLog;
        return _lanes++;
    }

    private void AddBlock(double gamma)
    {
        for (; _lanes < FlippingSums.Lanes; _lanes++)
            _negativeLog[_lanes] = FlippingSums.Never;
        FlippingSums.AddBlock(_squares, _negativeLog, gamma, _minima, _sums);
        _lanes = 0;
    }

    private double[] Finish(double gamma, double shift)
    {
        AddBlock(gamma);
        double[] curve = new double[_sample.Length + 1];
        for (int k = 0; k < curve.Length; k++)
            curve[k] = shift + FlippingSums.Value(_minima, _sums, k);
        return curve;
    }

    private static double[] Mean(params ReadOnlySpan<double[]> curves)
    {
        double[] mean = new double[curves[0].Length];
        for (int k = 0; k < mean.Length; k++)
        {
            foreach (double[] curve in curves)
                mean[k] += curve[k];
            mean[k] /= curves.Length;
        }

        return mean;
    }

    private static int[] Invert(ReadOnlySpan<int> order)
    {
        int[] step = new int[order.Length];
        Array.Fill(step, -1);
        for (int k = 0; k < order.Length; k++)
        {
            if ((uint)order[k] >= (uint)step.Length || step[order[k]] >= 0)
                throw new ArgumentException($"order names feature {order[k]} at place {k}; expected each of 0 … {step.Length - 1} once.", nameof(order));
            step[order[k]] = k;
        }

        return step;
    }
}
