using OcDtd.Fast.Data.Images;

namespace OcDtd.Fast.Data.Mvtec;

/// <summary>Finds the mask of every image of a defect: <c>NNN_mask.png</c> for <c>NNN.png</c>.</summary>
internal static class MaskFiles
{
    /// <summary>One mask an image, in the order of <paramref name="images"/>.</summary>
    /// <param name="folder">The defect's folder of masks.</param>
    /// <param name="images">The defect's images.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <exception cref="DataException">A mask is missing, belongs to no image, or has another size than its image.</exception>
    internal static string[] Of(string folder, string[] images, CancellationToken cancellationToken)
    {
        string[] found = ImageFiles.In(folder);
        string[] masks = Array.ConvertAll(images, image => Path.Join(folder, Path.GetFileNameWithoutExtension(image) + "_mask.png"));
        int missing = Array.FindIndex(masks, mask => !found.Contains(mask));
        if (missing >= 0)
            throw new DataException($"{masks[missing]}: no such file; expected the mask of {images[missing]}.");
        if (found.Except(masks).FirstOrDefault() is { } stray)
        {
            string expected = $"NNN_mask.png for every NNN.png in {Path.GetDirectoryName(images[0])}";
            throw new DataException($"{stray}: belongs to no image; expected {expected}.");
        }

        foreach ((string image, string mask) in images.Zip(masks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RequireSameSize(image, mask);
        }

        return masks;
    }

    // Both are resized: a mask of another image would fit all the same, and nobody would notice.
    private static void RequireSameSize(string image, string mask)
    {
        using var imageFile = new ImageFile(image);
        using var maskFile = new ImageFile(mask);
        if ((imageFile.Height, imageFile.Width) != (maskFile.Height, maskFile.Width))
        {
            string expected = $"{imageFile.Width} x {imageFile.Height}, as {image} has";
            throw new DataException($"{mask}: {maskFile.Width} x {maskFile.Height} pixels; expected {expected}.");
        }
    }
}
