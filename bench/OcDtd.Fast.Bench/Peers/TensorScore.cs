using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>
/// A kernel density score composed of TensorPrimitives, row by row in float32: what a careful .NET program writes in ten lines.
/// </summary>
internal sealed class TensorScore(float[] supportVectors, int count, int features, float gamma)
{
    private readonly float[] _h = new float[count];

    internal void Compute(ReadOnlySpan2D<float> rows, Span<float> scores)
    {
        for (int r = 0; r < rows.Height; r++)
            scores[r] = Score(rows.GetRowSpan(r));
    }

    private float Score(ReadOnlySpan<float> row)
    {
        for (int i = 0; i < count; i++)
            _h[i] = TensorPrimitives.Distance(row, supportVectors.AsSpan(i * features, features));
        TensorPrimitives.Multiply(_h, _h, _h);
        TensorPrimitives.Multiply(_h, -gamma, _h);
        float largest = TensorPrimitives.Max<float>(_h);
        TensorPrimitives.Subtract(_h, largest, _h);
        TensorPrimitives.Exp<float>(_h, _h);
        return MathF.Log(count) - largest - MathF.Log(TensorPrimitives.Sum<float>(_h));
    }
}
