using System.Reflection;

namespace OcDtd.Fast.Onnx;

/// <summary>This library, as files name it.</summary>
internal static class Producer
{
    /// <summary>The package version, without what a build may add to it: the same source must write the same bytes.</summary>
    internal static string Version { get; } = Find();

    private static string Find()
    {
        Assembly assembly = typeof(Producer).Assembly;
        string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? assembly.GetName().Version?.ToString(3) ?? "0";
    }
}
