using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Data.Mnist;

namespace OcDtd.Fast.Data;

/// <summary>MNIST, or what is laid out like it: training and test images of digits with their labels.</summary>
/// <remarks>Immutable, so any number of threads may read it at once.</remarks>
public sealed class MnistData : IDisposable
{
    private static readonly string[] s_names =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    private MnistData(
        IReadOnlyList<string> files, DataTable train, IReadOnlyList<int> trainLabels, DataTable test, IReadOnlyList<int> testLabels)
    {
        Files = files;
        (Train, TrainLabels) = (train, trainLabels);
        (Test, TestLabels) = (test, testLabels);
    }

    /// <summary>Training images: (60000, 784) in the official files, in [0, 1].</summary>
    public DataTable Train { get; }

    /// <summary>The digits, 0 to 9, one a row of <see cref="Train"/>.</summary>
    public IReadOnlyList<int> TrainLabels { get; }

    /// <summary>Test images: (10000, 784) in the official files, in [0, 1].</summary>
    public DataTable Test { get; }

    /// <summary>The digits, 0 to 9, one a row of <see cref="Test"/>.</summary>
    public IReadOnlyList<int> TestLabels { get; }

    /// <summary>Paths of the four files read: training images, training labels, test images, test labels.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reads the four official IDX files, gzipped (<c>.gz</c>) or not.</summary>
    /// <param name="folder">Holds the four files itself, or a folder in it does.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <returns>The data, which the caller disposes.</returns>
    /// <exception cref="DataException">
    /// A file is missing or wrong; images are not 28 x 28; there are not as many labels as images; a label is no digit.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static MnistData Read(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] files = FindFiles(folder);
        (DataTable train, int[] trainLabels) = ReadPair(files[0], files[1], cancellationToken);
        (DataTable test, int[] testLabels) = ReadPair(files[2], files[3], cancellationToken);
        return new MnistData(files, train, trainLabels, test, testLabels);
    }

    /// <summary>Disposes both tables.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private static (DataTable Images, int[] Labels) ReadPair(string imageFile, string labelFile, CancellationToken cancellationToken)
    {
        int[] labels = IdxReader.ReadLabels(labelFile);
        Digits.RequireLabels(labels, labelFile);
        DataTable images = IdxReader.Read(imageFile, cancellationToken);
        Digits.RequireImages(images, labels.Length, labelFile);
        return (images, labels);
    }

    private static string[] FindFiles(string folder)
    {
        Folders.Require(folder, "a folder with MNIST's files");
        string[] places = [folder, .. Folders.FoldersIn(folder)];

        // The first place that holds most of them: if one is missing there, that is the one to name.
        string?[] files = places.Select(FilesIn).MaxBy(static found => found.Count(static file => file is not null))!;
        return [.. files.Zip(s_names, (file, name) => file ?? throw Missing(folder, name))];
    }

    private static DataException Missing(string folder, string name) =>
        new($"{folder}: holds no {name} (or .gz), itself or one level below; expected MNIST's four files.");

    private static string?[] FilesIn(string place) => Array.ConvertAll(
        s_names, name => new[] { name, name + ".gz" }.Select(file => Path.Join(place, file)).FirstOrDefault(File.Exists));
}
