using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>
/// The choices of OpenBLAS' kernels that are compared with. A version older than the processor falls back to slower ones (0.3.21 takes
/// a processor of 2024 for a Haswell); telling it to use AVX-512 gives the best it can do. The variable is read when the library is
/// loaded, so each choice is a process of its own.
/// </summary>
internal static class OpenBlasKernels
{
    internal const string Avx512 = "SkylakeX";

    /// <summary>Null stands for the library's own choice.</summary>
    internal static string?[] Choices => Vector512.IsHardwareAccelerated ? [null, Avx512] : [null];

    internal static ProcessStartInfo Child(string supportVectors, string rows, string? kernels)
    {
        ProcessStartInfo info = Peers.Child.Info("openblas", supportVectors, rows);
        if (kernels is not null)
            info.Environment[OpenBlas.CoreVariable] = kernels;
        return info;
    }
}
