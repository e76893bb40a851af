using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data;

/// <summary>Reads what a path holds, whatever it is. Stateless: any thread may call it.</summary>
public static class DataReader
{
    private const string Tables = "a .npy or .csv file, an IDX file (gzipped or not) or a folder of PNG or JPEG images";
    private const string LabelFiles = "a one-dimensional .npy file, a .csv file of one column or an IDX file (gzipped or not)";
    private const string Vectors = "a one-dimensional .npy file or a .csv file of one column";

    /// <summary>
    /// Reads rows of features: a folder as images, .npy, .csv, and IDX files (gzipped or not) under any name, known by their first bytes.
    /// </summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <returns>A table that the caller disposes; 8-bit values are divided by 255, others are taken as they are.</returns>
    /// <exception cref="DataException">The path is missing, unreadable, of no known kind, or its content is wrong.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static DataTable Read(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path)
            ? ImageFolderReader.Read(path, cancellationToken)
            : FileKinds.Of(path) switch
            {
                FileKind.Npy => NpyReader.Read(path, cancellationToken),
                FileKind.Csv => CsvReader.Read(path, cancellationToken),
                FileKind.Idx => IdxReader.Read(path, cancellationToken),
                _ => throw FileKinds.Unknown(path, "data", Tables),
            };
    }

    /// <summary>Reads one whole number a row: .npy, single-column .csv, or IDX labels (gzipped or not).</summary>
    /// <returns>The labels in file order, at least one; false and true are 0 and 1.</returns>
    /// <exception cref="DataException">The file is missing, unreadable, of no known kind, or holds anything but whole numbers.</exception>
    public static int[] ReadLabels(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FileKinds.Of(path) switch
        {
            FileKind.Npy => NpyReader.ReadLabels(path),
            FileKind.Csv => CsvReader.ReadLabels(path),
            FileKind.Idx => IdxReader.ReadLabels(path),
            _ => throw FileKinds.Unknown(path, "labels", LabelFiles),
        };
    }

    /// <summary>Reads one float64 a row, unscaled and without loss: .npy or single-column .csv. Made for dual coefficients.</summary>
    /// <returns>The values in file order, at least one, all finite.</returns>
    /// <exception cref="DataException">The file is missing, unreadable, of no known kind, or holds anything but finite numbers.</exception>
    public static double[] ReadVector(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FileKinds.Of(path) switch
        {
            FileKind.Npy => NpyReader.ReadVector(path),
            FileKind.Csv => CsvReader.ReadVector(path),
            _ => throw FileKinds.Unknown(path, "numbers", Vectors),
        };
    }
}
