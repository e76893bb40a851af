using System.Reflection;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>What the engine runs on, for support questions and logs.</summary>
public static class EngineInfo
{
    /// <summary>The engine's version.</summary>
    public static string Version { get; } = typeof(EngineInfo).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Vector width in use: "512", "256", "128" (bits) or "scalar". OCDTD_SIMD narrows it; results do not depend on it.</summary>
    /// <exception cref="InvalidOperationException">OCDTD_SIMD names a width that this process cannot use.</exception>
    public static string VectorWidth => Simd.Name(Simd.Active);

    /// <summary>Whether the processor fuses multiply and add; without it results are the same but slow.</summary>
    public static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;
}
