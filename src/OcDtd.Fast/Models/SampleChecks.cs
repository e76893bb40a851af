using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast;

/// <summary>What every matrix that a model is made from must be.</summary>
internal static class SampleChecks
{
    /// <summary>At least one row and one feature, every value finite; <paramref name="what"/> names a row in the message.</summary>
    internal static void RequireFinite(ReadOnlySpan2D<float> samples, string what)
    {
        if (samples.Height == 0 || samples.Width == 0)
            throw new ArgumentException($"{what}s are {samples.Height} × {samples.Width}; expected at least one row and one feature.");

        for (int i = 0; i < samples.Height; i++)
        {
            ReadOnlySpan<float> row = Row(samples, i);
            if (TensorPrimitives.IsFiniteAll(row))
                continue;

            int j = 0;
            while (float.IsFinite(row[j]))
                j++;
            throw new ArgumentException($"{what} {i}, feature {j} is {row[j]}; every value must be finite.");
        }
    }

    /// <summary>Row <paramref name="index"/>, which is contiguous whatever the pitch.</summary>
    internal static ReadOnlySpan<float> Row(ReadOnlySpan2D<float> samples, int index) =>
        System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(
            in samples.DangerousGetReferenceAt(index, 0), samples.Width);
}
