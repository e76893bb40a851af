using OcDtd.Fast.Tests.Reference;

namespace OcDtd.Fast.Runtimes.Tests.Cases;

/// <summary>The plain formulas of a model of the engine: its members alone, everything else computed anew.</summary>
internal static class PlainModels
{
    internal static PlainModel Of(OneClassModel model) => model switch
    {
        GlobalTimesEnsemble times => PlainModel.GlobalTimes(Of(times.First), Of(times.Second)),
        LocalTimesEnsemble times => PlainModel.LocalTimes(
            Of(times.First), Of(times.Second), times.NeighborsOfFirst, times.NeighborsOfSecond, times.IsRenormalized),
        _ => PlainModel.Bagging([.. model.Members.Select(Of)]),
    };

    internal static PlainMember Of(SupportVectorModel member)
    {
        double[][] vectors = new double[member.SupportVectorCount][];
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] = PlainModel.ToDoubles(member.SupportVectors.GetRowSpan(i));
        return new PlainMember(vectors, member.DualCoefficients.ToArray(), member.Gamma);
    }
}
