using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>Arrays on their way out: .npy, or .csv where the file's name asks for it.</summary>
internal static class Outputs
{
    /// <summary>One number a row: float for &lt;f4, double for &lt;f8, byte for |u1. Only .csv holds the name.</summary>
    internal static void WriteVector<T>(string path, string name, T[] values)
        where T : unmanaged
    {
        if (IsCsv(path))
        {
            CsvWriter.Write(path, [name], values.Select(value => (object?[])[value]));
            return;
        }

        using NpyFileWriter<T> writer = NpyWriter.Create<T>(path, values.Length);
        writer.Write(values);
        writer.Commit();
    }

    /// <summary>Opens a file of <paramref name="rows"/> rows, a number for each name, written in parts. Only .csv holds the names.</summary>
    internal static IMatrixOutput CreateMatrix(string path, int rows, IReadOnlyList<string> names) => IsCsv(path)
        ? new CsvMatrix(CsvWriter.Create(path, names), names.Count)
        : new NpyMatrix(NpyWriter.Create<float>(path, rows, names.Count));

    /// <summary>Names of columns that have none of their own: words, since a header of numbers would be read back as a row.</summary>
    internal static string[] Numbered(string word, int count) => [.. Enumerable.Range(0, count).Select(j => $"{word}_{j}")];

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private sealed class NpyMatrix(NpyFileWriter<float> writer) : IMatrixOutput
    {
        public void Write(ReadOnlySpan<float> rows) => writer.Write(rows);

        public void Commit() => writer.Commit();

        public void Dispose() => writer.Dispose();
    }

    private sealed class CsvMatrix(CsvFileWriter writer, int columns) : IMatrixOutput
    {
        public void Write(ReadOnlySpan<float> rows)
        {
            for (; !rows.IsEmpty; rows = rows[columns..])
                writer.Write(Array.ConvertAll(rows[..columns].ToArray(), value => (object?)value));
        }

        public void Commit() => writer.Commit();

        public void Dispose() => writer.Dispose();
    }
}

/// <summary>Rows of numbers, written in order; nothing is left behind unless committed.</summary>
internal interface IMatrixOutput : IDisposable
{
    void Write(ReadOnlySpan<float> rows);

    void Commit();
}
