using System.Numerics.Tensors;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Every row's softmax over the other rows, w_ij ∝ e^(−γ‖x_i−x_j‖²), as a function of γ.</summary>
internal sealed class NeighborSoftmax
{
    private readonly PairDistances _pairs;

    /// <summary>Finds each row's nearest other row.</summary>
    internal NeighborSoftmax(PairDistances pairs)
    {
        _pairs = pairs;
        Nearest = pairs.EachRow((_, distances) => TensorPrimitives.Min(distances));
    }

    /// <summary>Each row's squared distance to the nearest other row.</summary>
    internal double[] Nearest { get; }

    /// <summary>Each row's sums at a kernel width, relative to its nearest other row so that they do not underflow.</summary>
    internal Moments[] At(double gamma) => _pairs.EachRow((i, distances) => SoftMoments.Compute(distances, Nearest[i], gamma));
}
