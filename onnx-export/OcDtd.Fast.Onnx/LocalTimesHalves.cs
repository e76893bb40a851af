using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Onnx;

/// <summary>Whether both halves of a local Times ensemble are one.</summary>
internal static class LocalTimesHalves
{
    /// <summary>True for C × C with k = l: the second half is neither stored nor computed.</summary>
    internal static bool Agree(LocalTimesEnsemble times) =>
        ReferenceEquals(times.First, times.Second)
        && BitConverter.DoubleToInt64Bits(times.LogKeptMassOfFirst) == BitConverter.DoubleToInt64Bits(times.LogKeptMassOfSecond)
        && Same(times.EdgesOfFirst, times.EdgesOfSecond);

    private static bool Same(ReadOnlySpan2D<int> first, ReadOnlySpan2D<int> second)
    {
        if (first.Height != second.Height || first.Width != second.Width)
            return false;
        for (int i = 0; i < first.Height; i++)
        {
            if (!first.GetRowSpan(i).SequenceEqual(second.GetRowSpan(i)))
                return false;
        }

        return true;
    }
}
