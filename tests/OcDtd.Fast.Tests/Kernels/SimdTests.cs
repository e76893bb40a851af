using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class SimdTests
{
    [SkippableFact]
    public void The_width_in_use_is_the_one_the_lane_expects()
    {
        // The width lanes of the CI script name what they mean to test, so that a knob that does nothing fails here.
        string? expected = Environment.GetEnvironmentVariable("OCDTD_EXPECT_WIDTH");
        Skip.If(string.IsNullOrEmpty(expected), "OCDTD_EXPECT_WIDTH is not set: this is not a width lane.");
        Assert.Equal(expected, Simd.Name(Simd.Active));
    }

    [Fact]
    public void An_unknown_width_is_refused_with_the_valid_ones()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Simd.Choose("1024"));
        Assert.Contains("'1024'", error.Message, StringComparison.Ordinal);
        Assert.Contains("scalar", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scalar_is_always_there_and_the_default_is_the_widest()
    {
        Assert.Equal(SimdWidth.Scalar, Simd.Choose("scalar"));
        Assert.Equal(Simd.Accelerated()[0], Simd.Choose(null));
    }
}
