using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>BenchmarkDotNet: one job for each vector width that this processor accelerates; the engine reads the variable once a process.</summary>
internal sealed class WidthConfig : ManualConfig
{
    internal WidthConfig()
    {
        Add(DefaultConfig.Instance);
        foreach (SimdWidth width in Simd.Accelerated())
        {
            string name = Simd.Name(width);
            AddJob(Job.Default.WithEnvironmentVariable(Simd.Variable, name).WithId(name));
        }

        HideColumns("EnvironmentVariables", "Error", "StdDev", "RatioSD");
    }
}
