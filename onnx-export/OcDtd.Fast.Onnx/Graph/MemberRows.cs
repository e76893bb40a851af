namespace OcDtd.Fast.Onnx;

/// <summary>One member beside a chunk of rows.</summary>
/// <remarks>
/// Everything is a logarithm, never a kernel: a row 1000 widths away keeps its rank. −h_i = log a_i − γ‖x−u_i‖²
/// = [2γ(x−c)·z_i + log a_i − γ‖z_i‖²] − γ‖x−c‖², z = u − c. The bracket, here the <i>log kernel</i>, is one matrix product with a bias; what is
/// left is the same for all i, is here the <i>common exponent</i> and is subtracted after pooling, so C × m numbers are written once.
/// The sum cancels, so all of it is float64: it is off by 2⁻⁵³ of γ‖x−c‖², where in float32 near duplicates and narrow kernels would be lost.
/// </remarks>
/// <param name="Member">The member.</param>
/// <param name="LogKernels">Name of the log kernels, (C, m).</param>
/// <param name="Common">Name of the common exponent, (C, 1).</param>
internal sealed record MemberRows(MemberTensors Member, string LogKernels, string Common)
{
    internal static MemberRows Add(GraphBuilder chunk, ChunkRows rows, MemberTensors member)
    {
        string steep = chunk.Mul(rows.Centered, member.TwiceGamma);
        string logKernels = chunk.ProductWithTransposed(steep, member.Centered, member.Offsets);
        return new MemberRows(member, logKernels, chunk.Mul(rows.SquaredNorm, member.Gamma));
    }

    /// <summary>o = −log Σ e^(−h_i), (C, 1), not clamped.</summary>
    internal string AddScore(GraphBuilder chunk) =>
        chunk.Sub(Common, chunk.Reduce("ReduceLogSumExp", LogKernels));

    /// <summary>γ‖x−u_i‖², (C, m): what the log kernels were made of, less the weights.</summary>
    internal string AddExponents(GraphBuilder branch) =>
        branch.Add(branch.Sub(Member.LogWeights, LogKernels), Common);
}
