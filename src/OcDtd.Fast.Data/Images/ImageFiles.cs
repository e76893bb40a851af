using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Images;

/// <summary>Finds the images of a folder and decodes many at once.</summary>
internal static class ImageFiles
{
    private static readonly string[] s_extensions = [".png", ".jpg", ".jpeg"];

    /// <summary>Paths of the images directly in a folder, in ordinal order of their names.</summary>
    /// <exception cref="DataException">The folder is missing, may not be read, or holds no image.</exception>
    internal static string[] In(string folder)
    {
        Folders.Require(folder, "a folder of images");
        string[] paths = [.. Folders.FilesIn(folder).Where(IsImage)];
        return paths.Length > 0 ? paths : throw new DataException($"{folder}: holds no images; expected .png, .jpg or .jpeg files.");
    }

    /// <summary>The shape of a table with one row an image.</summary>
    /// <exception cref="DataException">The table would not fit one array.</exception>
    internal static TableShape ShapeOf(string folder, string[] paths, ImageShape image)
    {
        var shape = new TableShape(paths.Length, image.FeatureCount, image);
        string total = $"{paths.Length} images of {image} hold {shape.ValueCount} values";
        return shape.ValueCount <= Array.MaxLength
            ? shape
            : throw new DataException($"{folder}: {total}; at most {Array.MaxLength} fit in memory.");
    }

    /// <summary>Fills a table on all processors, one row an image.</summary>
    /// <param name="folder">What messages call the table.</param>
    /// <param name="paths">The images, one a row.</param>
    /// <param name="shape">From <see cref="ShapeOf"/>.</param>
    /// <param name="decode">Decodes an opened image into its row; any thread may call it.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <exception cref="DataException">A file does not decode; of several the first by name is the one named.</exception>
    internal static DataTable Read(
        string folder, string[] paths, TableShape shape, DecodeImage decode, CancellationToken cancellationToken)
    {
        float[] values = new float[shape.ValueCount];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        var errors = new DataException?[paths.Length];
        Parallel.For(0, paths.Length, options, (row, loop) =>
        {
            try
            {
                using var file = new ImageFile(paths[row]);
                decode(file, values.AsSpan(row * shape.FeatureCount, shape.FeatureCount));
            }
            catch (DataException e)
            {
                // All rows before this one are still decoded, so that the first bad file is the one named, whatever the threads do.
                errors[row] = e;
                loop.Break();
            }
        });

        return errors.FirstOrDefault(static e => e is not null) is { } first
            ? throw first
            : new DataTable(folder, shape, values) { RowNames = Array.ConvertAll(paths, static path => Path.GetFileName(path)) };
    }

    private static bool IsImage(string path) => s_extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}

/// <summary>Decodes an image into a row of features.</summary>
internal delegate void DecodeImage(ImageFile file, Span<float> row);
