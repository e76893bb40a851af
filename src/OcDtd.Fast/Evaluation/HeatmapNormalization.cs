using System.Numerics.Tensors;

namespace OcDtd.Fast.Evaluation;

/// <summary>Min-max normalisation over all heatmaps of one classifier together, so that they can be compared (eq 3.2).</summary>
public static class HeatmapNormalization
{
    /// <summary>Maps the smallest value of all heatmaps to 0 and the largest to 1.</summary>
    /// <param name="heatmaps">All heatmaps of one classifier, one after another; finite.</param>
    /// <param name="destination">Receives as many values; may be <paramref name="heatmaps"/>, or longer: the rest stays.</param>
    /// <remarks>(h − min) / (max − min), in double. Where all values are equal, all become 0.</remarks>
    /// <exception cref="ArgumentException">The destination is too short or a value is not finite.</exception>
    public static void Normalize(ReadOnlySpan<float> heatmaps, Span<float> destination)
    {
        if (destination.Length < heatmaps.Length)
        {
            throw new ArgumentException(
                $"destination has {destination.Length} values; heatmaps has {heatmaps.Length}.", nameof(destination));
        }

        if (heatmaps.IsEmpty)
            return;
        for (int i = 0; i < heatmaps.Length; i++)
        {
            if (!float.IsFinite(heatmaps[i]))
                throw new ArgumentException($"heatmaps[{i}] is {heatmaps[i]}; values must be finite.", nameof(heatmaps));
        }

        double minimum = TensorPrimitives.Min(heatmaps);
        double range = TensorPrimitives.Max(heatmaps) - minimum;
        for (int i = 0; i < heatmaps.Length; i++)
            destination[i] = range == 0 ? 0 : (float)((heatmaps[i] - minimum) / range);
    }

    /// <summary>The same in place.</summary>
    /// <param name="heatmaps">All heatmaps of one classifier, one after another; finite.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static void Normalize(Span<float> heatmaps) => Normalize(heatmaps, heatmaps);
}
