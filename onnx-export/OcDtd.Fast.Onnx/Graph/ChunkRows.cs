using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>A chunk's rows as the members know them, float64 and relative to the support vectors' mean c.</summary>
/// <param name="Centered">Name of x − c, (C, d).</param>
/// <param name="SquaredNorm">Name of ‖x − c‖², (C, 1).</param>
internal sealed record ChunkRows(string Centered, string SquaredNorm)
{
    /// <summary>Adds the nodes that make them from float32 rows in the user's units.</summary>
    internal static ChunkRows Add(GraphBuilder chunk, string rows, FeatureScaling? scaling)
    {
        string scaled = AddScaling(chunk, chunk.Cast(rows, DataType.Double), scaling);
        string centered = chunk.Sub(scaled, SupportVectorCenter.Wide);
        return new ChunkRows(centered, chunk.Reduce("ReduceSumSquare", centered));
    }

    /// <summary>A scaling rounds rows to float32 once, as the engine does.</summary>
    private static string AddScaling(GraphBuilder chunk, string rows, FeatureScaling? scaling)
    {
        if (scaling is null)
            return rows;

        string shift = chunk.Store(Tensors.Vector(TensorNames.ScalingShift, scaling.Shifts));
        string factor = chunk.Store(Tensors.Vector(TensorNames.ScalingFactor, scaling.Factors));
        string scaled = chunk.Mul(chunk.Sub(rows, shift), factor);
        return chunk.Cast(chunk.Cast(scaled, DataType.Float), DataType.Double);
    }
}
