using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Neighbors;

/// <summary>Refuses NaN and infinity where they would make an order meaningless.</summary>
internal static class FiniteRows
{
    /// <summary>Throws where <paramref name="rows"/> hold a value that is not finite.</summary>
    internal static void Check(ReadOnlySpan2D<float> rows, string name)
    {
        for (int i = 0; i < rows.Height; i++)
        {
            ReadOnlySpan<float> row = rows.GetRowSpan(i);
            if (TensorPrimitives.IsFiniteAll(row))
                continue;
            int j = 0;
            while (float.IsFinite(row[j]))
                j++;
            throw new ArgumentException($"{name}, row {i}, column {j} is {row[j]}; values must be finite.", name);
        }
    }
}
