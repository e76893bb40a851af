using System.Runtime.InteropServices;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>The values that a score of one row has to read, where they lie: the one place that knows how a model packs them.</summary>
internal static class PackedModel
{
    /// <summary>Bytes of all members' packed support vectors.</summary>
    internal static long Bytes(OneClassModel model) => model.Members.Sum(member => (long)Values(member).Length * sizeof(float));

    /// <summary>Reads them all once; gives their sum, so that the loop is not thrown away.</summary>
    internal static float Read(OneClassModel model)
    {
        float sum = 0;
        foreach (SupportVectorModel member in model.Members)
            sum += PlainRead.FourStreams(Values(member));
        return sum;
    }

    private static ReadOnlySpan<float> Values(SupportVectorModel member) =>
        MemoryMarshal.CreateReadOnlySpan(ref member.Packed.Panel(0), member.Packed.PaddedCount * member.FeatureCount);
}
