using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Data.Files;

/// <summary>The one place that decides that a value is not finite, and says so.</summary>
internal static class FiniteCheck
{
    private const uint ExponentBits = 0x7F80_0000;

    /// <summary>Index of the first NaN or infinity, -1 if there is none.</summary>
    internal static int FirstNonFinite(ReadOnlySpan<float> values)
    {
        // A float is not finite exactly if all its exponent bits are set.
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        var exponent = new Vector<uint>(ExponentBits);
        int i = 0;
        for (; i <= bits.Length - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            if (Vector.EqualsAny(new Vector<uint>(bits[i..]) & exponent, exponent))
                break;
        }

        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }

    /// <summary>Says what is wrong with <paramref name="value"/>, which as a float32 is NaN or infinite.</summary>
    internal static DataException Error(string place, double value)
    {
        string found = double.IsNaN(value) ? "NaN" : value switch
        {
            double.PositiveInfinity => "infinity",
            double.NegativeInfinity => "-infinity",
            _ => value.ToString("R", CultureInfo.InvariantCulture) + ", beyond the range of float32",
        };
        return new DataException($"{place} is {found}; every value must be finite.");
    }
}
