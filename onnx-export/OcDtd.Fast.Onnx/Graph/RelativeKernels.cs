namespace OcDtd.Fast.Onnx;

/// <summary>A member's kernels in a chunk relative to the row's largest, made when first asked for, whichever half asks.</summary>
internal sealed class RelativeKernels(string logKernels)
{
    private string? _largest;
    private string? _kernels;

    /// <summary>Name of the log kernels, (C, m).</summary>
    internal string LogKernels => logKernels;

    /// <summary>Name of the largest log kernel, (C, 1).</summary>
    internal string Largest(GraphBuilder chunk) => _largest ??= chunk.Reduce("ReduceMax", logKernels);

    /// <summary>Name of e^(log kernel − largest), (C, m).</summary>
    internal string Kernels(GraphBuilder chunk) => _kernels ??= chunk.Exp(chunk.Sub(logKernels, Largest(chunk)));
}
