using OcDtd.Fast.Data.Mnist;

namespace OcDtd.Fast.Data;

/// <summary>MNIST-C: MNIST's test images, corrupted in several ways. Holds no file open; any thread may call it.</summary>
public sealed class MnistCorruptions
{
    private const string Identity = "identity";

    private readonly CorruptionFiles _files;

    private MnistCorruptions(CorruptionFiles files)
    {
        _files = files;
        Names = [.. files.Corruptions.Where(static name => name != Identity)];
    }

    /// <summary>The corruptions, at least one, in ordinal order and without <c>identity</c>, the images as they were.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The archive's path, or the paths of all images and labels found.</summary>
    public IReadOnlyList<string> Files => _files.Paths;

    /// <summary>Finds the corruptions without reading them.</summary>
    /// <param name="folder">
    /// Holds <c>mnist_c</c> or <c>mnist_c.zip</c>, itself or one level below, or is the folder <c>mnist_c</c>. A folder is preferred to an
    /// archive.
    /// </param>
    /// <exception cref="DataException">
    /// The folder is missing, no <c>CORRUPTION/test_images.npy</c> is found, or the archive is damaged.
    /// </exception>
    public static MnistCorruptions Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var corruptions = new MnistCorruptions(CorruptionFiles.Find(folder));
        return corruptions.Names.Count > 0
            ? corruptions
            : throw new DataException($"{folder}: holds no corruption but {Identity}; expected mnist_c/CORRUPTION/test_images.npy.");
    }

    /// <summary>Reads the corrupted images.</summary>
    /// <param name="corruption">One of <see cref="Names"/>, or <c>identity</c> where it is present.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <returns>
    /// (n, 784) in [0, 1], n being 10,000 in the official files, in the order of MNIST's test images. The caller disposes it.
    /// </returns>
    /// <exception cref="DataException">
    /// There is no such corruption; a file is missing, damaged or of another shape; there are not as many labels as images.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public DataTable Read(string corruption, CancellationToken cancellationToken = default)
    {
        int[] labels = ReadLabels(corruption);
        DataTable images = _files.Read(
            corruption, CorruptionFiles.Images, (stream, name) => NpyReader.Read(stream, name, cancellationToken));
        Digits.RequireImages(images, labels.Length, _files.PathOf(corruption, CorruptionFiles.Labels));
        return images;
    }

    /// <summary>Reads the digits of the corrupted images.</summary>
    /// <param name="corruption">As for <see cref="Read"/>.</param>
    /// <returns>One a row of <see cref="Read"/>, 0 to 9.</returns>
    /// <exception cref="DataException">There is no such corruption; the file is missing, damaged, or holds anything but digits.</exception>
    public int[] ReadLabels(string corruption)
    {
        ArgumentException.ThrowIfNullOrEmpty(corruption);
        int[] labels = _files.Read(corruption, CorruptionFiles.Labels, NpyReader.ReadLabels);
        Digits.RequireLabels(labels, _files.PathOf(corruption, CorruptionFiles.Labels));
        return labels;
    }
}
