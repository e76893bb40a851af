using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Evaluation;

/// <summary>Computes one row's pixel-flipping curve, block by block of support vectors, pairs or edges.</summary>
internal sealed class FlippingCurve
{
    /// <summary>
    /// Places over which distances grow in float32 before they go on in double: their error is 18 roundings, 1.1·10⁻⁶ of themselves and
    /// at most that much of the score.
    /// </summary>
    private const int LongestStretch = 16;

    private readonly OneClassModel _model;
    private readonly float[] _sample;
    private readonly int[] _places;
    private readonly int _masked;

    /// <summary>Prepares a model's curve of <paramref name="sample"/> when features are masked in <paramref name="order"/>.</summary>
    internal FlippingCurve(OneClassModel model, ReadOnlySpan<float> sample, ReadOnlySpan<int> order)
    {
        _model = model;
        _sample = sample.ToArray();
        model.Scaling?.Apply(_sample, _sample);
        int[] step = Invert(order);
        _places = Array.ConvertAll(step, k => (step.Length - k) * FlippingSums.BlockSize);

        // Until the last NaN is masked a score is NaN, whatever else it is.
        for (int k = 0; k < order.Length; k++)
            _masked = float.IsNaN(_sample[order[k]]) ? k + 1 : _masked;
    }

    /// <summary>o_0 … o_d.</summary>
    internal double[] Compute() => _model switch
    {
        SupportVectorModel member => OfMember(member),
        BaggingEnsemble bagging => Mean([.. bagging.Members.Select(OfMember)]),
        GlobalTimesEnsemble times => Pool(new AllPairVectors(times, _sample), end: 0),
        LocalTimesEnsemble { HalvesAgree: true } times => OfEdges(times, times.FirstHalf, times.LogKeptMassOfFirst),
        LocalTimesEnsemble times => Mean(
            OfEdges(times, times.FirstHalf, times.LogKeptMassOfFirst), OfEdges(times, times.SecondHalf, times.LogKeptMassOfSecond)),
        _ => throw new ArgumentException($"no pixel flipping for a {_model.GetType().Name}."),
    };

    private double[] OfMember(SupportVectorModel member) => Pool(new MemberVectors(member, _sample), end: 0);

    private double[] OfEdges(LocalTimesEnsemble times, NeighborEdges edges, double logKeptMass) =>
        Pool(new EdgeVectors(times, edges, _sample), times.IsRenormalized ? 0 : -logKeptMass);

    /// <summary>The curve over some support vectors, which is known to end at <paramref name="end"/>.</summary>
    private double[] Pool(FlippingVectors vectors, double end)
    {
        int d = _sample.Length;
        double[] values = new double[d + 1 - _masked];

        // Over one support vector a curve is its effective distance, and in double exactly so.
        if (vectors.Count == 1 || !TryPool(vectors, LongestStretch, values))
            TryPool(vectors, longest: 1, values);

        // Relative to its end a curve is exact where nothing is added, and needs no constant; masking more never raises it.
        double[] curve = new double[d + 1];
        for (int k = 0; k <= d; k++)
            curve[k] = k < _masked ? double.NaN : end + Math.Max(values[d - k] - values[0], 0);
        return curve;
    }

    private bool TryPool(FlippingVectors vectors, int longest, Span<double> values)
    {
        using var pool = new FlippingPool(vectors.Gamma, values.Length, _sample.Length + 1, longest);
        for (long first = 0; first < vectors.Count; first += FlippingSums.BlockSize)
        {
            FillBlock(vectors, first, pool);
            pool.AddBlock();
        }

        pool.Finish();
        pool.Values(values);
        return pool.Holds;
    }

    private void FillBlock(FlippingVectors vectors, long first, FlippingPool pool)
    {
        Span<float> panels = pool.Panels;

        // Lanes without a support vector have no weight, but whatever the memory holds must not be NaN: later blocks leave real ones.
        if (vectors.Count < FlippingSums.BlockSize)
            panels.Clear();
        for (int lane = 0; lane < FlippingSums.BlockSize; lane++)
            pool.NegativeLog[lane] = first + lane < vectors.Count ? vectors.NegativeLog(first + lane) : double.PositiveInfinity;
        for (int lane = 0; lane < FlippingSums.BlockSize && first + lane < vectors.Count; lane += FlippingPanel.Lanes)
            FlippingPanel.Fill(vectors.Origin, vectors.Rows(first + lane), _places, panels[lane..]);
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
