using System.Globalization;

namespace OcDtd.Fast.Data.Files;

/// <summary>Turns numbers of any type into labels: whole numbers that fit an <see cref="int"/>.</summary>
internal static class Labels
{
    internal static int From(Int128 value, string source, long row) => value >= int.MinValue && value <= int.MaxValue
        ? (int)value
        : throw Error(value.ToString(CultureInfo.InvariantCulture), source, row);

    internal static int From(double value, string source, long row) => value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value
        : throw Error(value.ToString("R", CultureInfo.InvariantCulture), source, row);

    private static DataException Error(string found, string source, long row) =>
        new($"{Place.Row(source, row)} is {found}; expected a label: a whole number of at most {int.MaxValue}.");
}
