using System.Globalization;
using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Data.Libsvm;

namespace OcDtd.Fast.Data;

/// <summary>
/// Reads the text files in which libsvm (svm-train, svm_save_model) keeps one-class models with an rbf kernel. Stateless: any thread may
/// call it.
/// </summary>
/// <remarks>
/// Header lines such as <c>gamma 0.5</c>, a line <c>SV</c>, then a line for each support vector: its coefficient and <c>index:value</c>
/// for each feature that is not zero, indices from 1 and ascending. Lines end in LF or CRLF; blank ones are passed over.
/// </remarks>
public static class LibsvmModelReader
{
    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="featureCount">
    /// Features of a row. Features that are zero in every support vector may be more than the file shows: without this number, d is the
    /// largest index found.
    /// </param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <returns>
    /// The model, which the caller disposes. Values are rounded to float32, coefficients stay as they are. Memory is taken as values are
    /// read, then m · d float32.
    /// </returns>
    /// <exception cref="DataException">
    /// The file is missing, unreadable, cut short or no one-class model with an rbf kernel; a number is not finite, or a value beyond
    /// float32; γ is not above 0 or a coefficient below it; indices do not ascend or exceed <paramref name="featureCount"/>; the number of
    /// support vectors is not what the header says; m · d exceeds what an array holds or, with no <paramref name="featureCount"/> given, is
    /// over 2²⁶ and over 1,024 times the values in the file. The message names line and field.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is given and not positive.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static LibsvmModel Read(string path, int? featureCount = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (featureCount is { } given)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(given, nameof(featureCount));

        using var source = ByteSource.Open(path);
        var words = new WordReader(source);
        LibsvmHeader header = LibsvmHeader.Read(words);
        var rows = new SparseRows();
        double[] coefficients = ReadSupportVectors(words, header, rows, source, featureCount, cancellationToken);
        if (featureCount is null && rows.Width == 0)
            throw new DataException($"{path}: all support vectors are 0; expected a feature, or the number of features to be given.");

        float[] values = rows.ToDense(featureCount, source);
        var shape = new TableShape(rows.RowCount, featureCount ?? rows.Width, null);
        return new LibsvmModel(new DataTable(path, shape, values), coefficients, header.Gamma, header.Rho);
    }

    private static double[] ReadSupportVectors(
        WordReader words, LibsvmHeader header, SparseRows rows, ByteSource source, int? featureCount, CancellationToken cancellationToken)
    {
        var coefficients = new List<double>();
        while (words.NextLine())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (coefficients.Count == header.SupportVectorCount)
                throw Error(words, $"support vector {coefficients.Count + 1}", $"is one too many: {header.Claim}");

            coefficients.Add(ReadCoefficient(words));
            ReadEntries(words, rows, source, featureCount);
        }

        return coefficients.Count == header.SupportVectorCount
            ? [.. coefficients]
            : throw new DataException($"{source.Name}: ends after {coefficients.Count} support vectors, but {header.Claim}.");
    }

    private static double ReadCoefficient(WordReader words)
    {
        words.TryRead(out ReadOnlySpan<byte> text);
        return NumberText.TryParse(text, out double value) && double.IsFinite(value) && value >= 0
            ? value
            : throw Error(words, "coefficient", $"is {Place.Quote(text)}; expected a finite number, 0 or more");
    }

    private static void ReadEntries(WordReader words, SparseRows rows, ByteSource source, int? featureCount)
    {
        int previous = 0;
        while (words.TryRead(out ReadOnlySpan<byte> entry))
        {
            int colon = entry.IndexOf((byte)':');
            if (colon < 0)
                throw Error(words, "feature", $"is {Place.Quote(entry)}; expected index:value, such as 3:0.25");

            int index = ReadIndex(entry[..colon], words, featureCount);
            if (index <= previous)
                throw Error(words, $"index {index}", $"follows index {previous}; expected ascending ones");
            rows.Add(index, ReadValue(entry[(colon + 1)..], words, index), source, words.Line);
            previous = index;
        }

        rows.EndRow();
    }

    private static int ReadIndex(ReadOnlySpan<byte> text, WordReader words, int? featureCount)
    {
        int largest = featureCount ?? Array.MaxLength;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index >= 1 && index <= largest)
            return index;
        string expected = $"a whole number from 1 to {largest}{(featureCount is null ? "" : ", the number of features")}";
        throw Error(words, "index", $"is {Place.Quote(text)}; expected {expected}");
    }

    private static float ReadValue(ReadOnlySpan<byte> text, WordReader words, int index)
    {
        if (NumberText.TryParse(text, out float value) && float.IsFinite(value))
            return value;
        string field = $"feature {index}";
        throw NumberText.TryParse(text, out double found)
            ? FiniteCheck.Error(Place.Line(words.Source, words.Line, field), found)
            : Error(words, field, $"is {Place.Quote(text)}; expected a number");
    }

    private static DataException Error(WordReader words, string field, string problem) =>
        new($"{Place.Line(words.Source, words.Line, field)} {problem}.");
}
