using System.Buffers;
using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Data.Images;

namespace OcDtd.Fast.Data;

/// <summary>Reads the PNG and JPEG images of a folder as rows of features. Stateless: any thread may call it.</summary>
public static class ImageFolderReader
{
    private static readonly string[] s_extensions = [".png", ".jpg", ".jpeg"];

    /// <summary>Reads all images directly in a folder, in ordinal order of their names; sub-folders are not looked into.</summary>
    /// <param name="folder">Files with other extensions than .png, .jpg and .jpeg (in any case) are passed over.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <returns>
    /// One row an image, pixels row-major, values divided by 255: one channel if every file stores grey, else red, green, blue
    /// interleaved. Alpha is dropped, 16-bit channels are reduced to 8, embedded colour profiles and orientation are ignored.
    /// Row names are the file names. The caller disposes the table.
    /// </returns>
    /// <remarks>Decodes on as many threads as there are processors; besides the table each holds one decoded image.</remarks>
    /// <exception cref="DataException">There is no image, two differ in size (both are named), or one does not decode.</exception>
    public static DataTable Read(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] paths = List(folder);
        (TableShape shape, ImageShape image) = Survey(folder, paths, cancellationToken);
        float[] values = new float[shape.ValueCount];
        DecodeAll(paths, image, values, cancellationToken);
        return new DataTable(folder, shape, values) { RowNames = Array.ConvertAll(paths, static path => Path.GetFileName(path)) };
    }

    private static string[] List(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataException($"{folder}: {(File.Exists(folder) ? "is a file; expected a folder of images" : "no such folder")}.");
        try
        {
            string[] paths = [.. Directory.EnumerateFiles(folder).Where(IsImage).Order(StringComparer.Ordinal)];
            return paths.Length > 0 ? paths : throw new DataException($"{folder}: holds no images; expected .png, .jpg or .jpeg files.");
        }
        catch (Exception e) when (InputFile.IsFileError(e))
        {
            throw InputFile.Error(folder, e, "read");
        }
    }

    private static bool IsImage(string path) => s_extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // Reads headers only: the table is not allocated before all sizes agree.
    private static (TableShape Shape, ImageShape Image) Survey(string folder, string[] paths, CancellationToken cancellationToken)
    {
        (int height, int width, bool allGrey) = (0, 0, true);
        foreach (string path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var file = new ImageFile(path);
            if (height == 0)
                (height, width) = (file.Height, file.Width);
            if ((file.Height, file.Width) != (height, width))
            {
                string expected = $"{width} x {height}, as {Path.GetFileName(paths[0])} has";
                throw new DataException($"{path}: {file.Width} x {file.Height} pixels; expected {expected}.");
            }

            allGrey &= file.IsGrey;
        }

        var image = new ImageShape(height, width, allGrey ? 1 : 3);
        var shape = new TableShape(paths.Length, image.FeatureCount, image);
        string total = $"{paths.Length} images of {image} hold {shape.ValueCount} values";
        return shape.ValueCount <= Array.MaxLength
            ? (shape, image)
            : throw new DataException($"{folder}: {total}; at most {Array.MaxLength} fit in memory.");
    }

    private static void DecodeAll(string[] paths, ImageShape image, float[] values, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        var errors = new DataException?[paths.Length];
        Parallel.For(0, paths.Length, options, (row, loop) =>
        {
            byte[] scratch = ArrayPool<byte>.Shared.Rent(ImageFile.ScratchLength(image.Height, image.Width));
            try
            {
                using var file = new ImageFile(paths[row]);
                if ((file.Height, file.Width) != (image.Height, image.Width))
                    throw new DataException($"{paths[row]}: changed while it was read.");
                file.Decode(values.AsSpan(row * image.FeatureCount, image.FeatureCount), image.Channels, scratch);
            }
            catch (DataException e)
            {
                // All rows before this one are still decoded, so that the first bad file is the one named, whatever the threads do.
                errors[row] = e;
                loop.Break();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(scratch);
            }
        });

        if (errors.FirstOrDefault(static e => e is not null) is { } first)
            throw first;
    }
}
