namespace OcDtd.Fast.Data.Files;

/// <summary>What a claimed list of axes means as rows of features.</summary>
/// <param name="RowCount">First axis.</param>
/// <param name="FeatureCount">Product of the others.</param>
/// <param name="Image">Their meaning as an image, if they have one.</param>
internal readonly record struct TableShape(int RowCount, int FeatureCount, ImageShape? Image)
{
    // Far above any file, and low enough that sizes in bytes never overflow.
    private const long MostValues = 1L << 48;

    internal long ValueCount => (long)RowCount * FeatureCount;

    /// <exception cref="DataException">There are fewer than two axes, one is zero, or the size is beyond reason.</exception>
    internal static TableShape Of(ReadOnlySpan<long> axes, string source)
    {
        if (axes.Length < 2)
        {
            string found = $"shape {Text(axes)} has {(axes.Length == 1 ? "one axis" : "no axes")}";
            throw new DataException($"{source}: {found}; expected rows first, then features: two axes or more.");
        }

        if (axes.Contains(0))
            throw new DataException($"{source}: shape {Text(axes)} holds no values; expected at least one row and one feature.");

        long features = 1;
        foreach (long axis in axes[1..])
            features = axis > int.MaxValue / features ? throw TooLarge(axes, source) : features * axis;
        if (axes[0] > int.MaxValue || axes[0] * features > MostValues)
            throw TooLarge(axes, source);
        return new TableShape((int)axes[0], (int)features, ImageShape.FromAxes(axes));
    }

    /// <summary>The length of a list: (n,), (n, 1) or (1, n).</summary>
    /// <exception cref="DataException">The axes are no list, the list is empty or exceeds an int.</exception>
    internal static int LengthOf(ReadOnlySpan<long> axes, string source)
    {
        long length = axes switch
        {
            [var n] => n,
            [var n, 1] => n,
            [1, var n] => n,
            _ => throw new DataException($"{source}: shape {Text(axes)}; expected one number a row: one axis."),
        };
        return length switch
        {
            0 => throw new DataException($"{source}: shape {Text(axes)} holds no values; expected at least one."),
            > int.MaxValue => throw TooLarge(axes, source),
            _ => (int)length,
        };
    }

    /// <summary>As Python writes a tuple: <c>(10, 28, 28)</c>, <c>(10,)</c>.</summary>
    internal static string Text(ReadOnlySpan<long> axes) => axes.Length == 1 ? $"({axes[0]},)" : $"({string.Join(", ", axes.ToArray())})";

    private static DataException TooLarge(ReadOnlySpan<long> axes, string source)
    {
        string expected = $"at most {int.MaxValue} rows, as many features and {MostValues} values";
        return new DataException($"{source}: shape {Text(axes)} is too large; expected {expected}.");
    }
}
