using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Data.Images;

namespace OcDtd.Fast.Data;

/// <summary>Reads the PNG and JPEG images of a folder as rows of features. Stateless: any thread may call it.</summary>
public static class ImageFolderReader
{
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
        string[] paths = ImageFiles.In(folder);
        ImageShape image = Survey(paths, cancellationToken);
        TableShape shape = ImageFiles.ShapeOf(folder, paths, image);
        return ImageFiles.Read(folder, paths, shape, (file, row) => Decode(file, row, image), cancellationToken);
    }

    // Reads headers only: the table is not allocated before all sizes agree.
    private static ImageShape Survey(string[] paths, CancellationToken cancellationToken)
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

        return new ImageShape(height, width, allGrey ? 1 : 3);
    }

    private static void Decode(ImageFile file, Span<float> row, ImageShape image)
    {
        if ((file.Height, file.Width) != (image.Height, image.Width))
            throw new DataException($"{file.Path}: changed while it was read.");
        file.Decode(row, image.Channels);
    }
}
