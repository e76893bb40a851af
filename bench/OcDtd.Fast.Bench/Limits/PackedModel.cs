using System.Runtime.InteropServices;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>The values that a score of one row has to read, where they lie: the one place that knows how a model packs them.</summary>
internal static class PackedModel
{
    private const int Trials = 30;

    /// <summary>Bytes of all members' packed support vectors.</summary>
    internal static long Bytes(OneClassModel model) => model.Members.Sum(member => (long)Values(member).Length * sizeof(float));

    /// <summary>
    /// A way of reading them all once, the faster of two on this machine: what a score is held against must not be slow itself. It gives
    /// their sum, so that the loop is not thrown away.
    /// </summary>
    internal static Func<float> Reader(OneClassModel model)
    {
        float OneStream() => model.Members.Sum(member => PlainRead.OneStream(Values(member)));
        float FourStreams() => model.Members.Sum(member => PlainRead.FourStreams(Values(member)));
        double Fastest(Func<float> read) => Enumerable.Range(0, Trials).Min(_ => Clock.Seconds(() => read()));

        return Fastest(OneStream) < Fastest(FourStreams) ? OneStream : FourStreams;
    }

    private static ReadOnlySpan<float> Values(SupportVectorModel member) =>
        MemoryMarshal.CreateReadOnlySpan(ref Panels(member)[0], Panels(member).PaddedCount * Panels(member).FeatureCount);

    private static Panels Panels(SupportVectorModel member) => member.Screen.Centered.Panels;
}
