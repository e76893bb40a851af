using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast;

/// <summary>Refuses NaN and infinity where they would make a model, or an order of neighbours, meaningless.</summary>
internal static class FiniteRows
{
    /// <summary>Throws where <paramref name="rows"/> hold a value that is not finite; <paramref name="what"/> names a row in the message.</summary>
    /// <exception cref="ArgumentException">Names row and feature, counted from 0, and the value.</exception>
    internal static void Require(ReadOnlySpan2D<float> rows, string what)
    {
        for (int i = 0; i < rows.Height; i++)
        {
            ReadOnlySpan<float> row = rows.GetRowSpan(i);
            if (TensorPrimitives.IsFiniteAll(row))
                continue;

            int j = 0;
            while (float.IsFinite(row[j]))
                j++;
            throw new ArgumentException($"{what} {i}, feature {j} is {row[j]}; every value must be finite.");
        }
    }
}
