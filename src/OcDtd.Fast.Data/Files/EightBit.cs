namespace OcDtd.Fast.Data.Files;

/// <summary>The one place that scales 8-bit values to [0, 1].</summary>
internal static class EightBit
{
    private static readonly float[] s_unit = [.. Enumerable.Range(0, 256).Select(static i => i / 255f)];

    /// <summary>The value divided by 255, rounded once.</summary>
    internal static float ToUnit(byte value) => s_unit[value];

    /// <summary>The same for many.</summary>
    internal static void ToUnit(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        values = values[..bytes.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = s_unit[bytes[i]];
    }
}
