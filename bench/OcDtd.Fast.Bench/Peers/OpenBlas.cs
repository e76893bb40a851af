using System.Runtime.InteropServices;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>What is used of OpenBLAS' C interface.</summary>
internal static partial class OpenBlas
{
    /// <summary>Names a processor whose kernels to take, whatever this one is; read when the library is loaded.</summary>
    internal const string CoreVariable = "OPENBLAS_CORETYPE";

    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    internal static bool IsInstalled => NativeLibrary.TryLoad(Library, out _);

    /// <summary>Its version (the second word of its configuration), and the processor that it takes this one for.</summary>
    internal static string Version => $"OpenBLAS {Text(GetConfig()).Split(' ')[1]}, {Text(GetCoreName())} kernels";

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    internal static partial void SetThreads(int threads);

    /// <summary>c = scale · a · bᵀ, a: rows × depth, b: columns × depth, c: rows × columns, all row-major.</summary>
    internal static unsafe void Multiply(float* a, float* b, float* c, int rows, int columns, int depth, float scale) =>
        Sgemm(RowMajor, NoTranspose, Transpose, rows, columns, depth, scale, a, depth, b, depth, 0, c, columns);

    private static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    private static partial nint GetConfig();

    [LibraryImport(Library, EntryPoint = "openblas_get_corename")]
    private static partial nint GetCoreName();

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static unsafe partial void Sgemm(
        int order,
        int transposeA,
        int transposeB,
        int m,
        int n,
        int k,
        float alpha,
        float* a,
        int strideA,
        float* b,
        int strideB,
        float beta,
        float* c,
        int strideC);
}
