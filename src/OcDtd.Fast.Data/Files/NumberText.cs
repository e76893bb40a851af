using System.Globalization;
using System.Numerics;
using System.Text;

namespace OcDtd.Fast.Data.Files;

/// <summary>The one place that reads numbers from text: a point as decimal sign, whatever the culture.</summary>
internal static class NumberText
{
    /// <summary>Reads a number, which may be NaN or infinite; decimal text is rounded once, to <typeparamref name="T"/> itself.</summary>
    /// <remarks>
    /// "inf" is how NumPy and C write infinity; were it no number, a first row of a table with it would pass for a header.
    /// </remarks>
    /// <returns>False for anything that is no number.</returns>
    internal static bool TryParse<T>(ReadOnlySpan<byte> text, out T value)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        ReadOnlySpan<byte> word = text.Trim(" \t"u8);
        value = word is [(byte)'-', ..] ? T.NegativeInfinity : T.PositiveInfinity;
        if (word is [(byte)'-' or (byte)'+', ..])
            word = word[1..];
        return Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "infinity"u8);
    }
}
