using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Data.Images;
using OcDtd.Fast.Data.Mvtec;

namespace OcDtd.Fast.Data;

/// <summary>One category of MVTec AD, e.g. leather, or any folder laid out like one.</summary>
/// <remarks>
/// The layout: <c>train/good</c>, <c>test/good</c>, <c>test/DEFECT</c> and <c>ground_truth/DEFECT/NNN_mask.png</c> for
/// <c>test/DEFECT/NNN.png</c>. Immutable, so any number of threads may read it at once.
/// </remarks>
public sealed class MvtecCategory : IDisposable
{
    private const string GoodName = "good";
    private const int LargestSize = 4096;

    private MvtecCategory(string name, DataTable train, DataTable good, IReadOnlyList<MvtecDefect> defects, IReadOnlyList<string> files) =>
        (Name, Train, Good, Defects, Files) = (name, train, good, defects, files);

    /// <summary>The category, as its folder is called.</summary>
    public string Name { get; }

    /// <summary>Training images, all without defect: (n, size * size * 3) in [0, 1], red, green, blue interleaved.</summary>
    public DataTable Train { get; }

    /// <summary>Test images without defect, as <see cref="Train"/>.</summary>
    public DataTable Good { get; }

    /// <summary>Test images with defects, at least one kind, in ordinal order of their names.</summary>
    public IReadOnlyList<MvtecDefect> Defects { get; }

    /// <summary>Paths of all images and masks read, in the order of the tables.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reads a category; images of any sizes are resized, pixels averaged over their area.</summary>
    /// <param name="folder">The category's folder.</param>
    /// <param name="size">Rows and columns of pixels afterwards, 1 to 4096. Images of another aspect ratio are stretched.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <returns>The category, which the caller disposes. Row names are file names; grey images are read as three equal channels.</returns>
    /// <remarks>Decodes on as many threads as there are processors; besides the tables each holds one decoded image.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not 1 to 4096.</exception>
    /// <exception cref="DataException">
    /// A folder is missing or empty; an image does not decode; a mask is missing, belongs to no image, is in colour or has another size
    /// than its image.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static MvtecCategory Read(string folder, int size = 160, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestSize);

        Folders.Require(folder, "a folder of a category of MVTec AD");
        var files = new List<string>();
        DataTable train = Images(GoodOf(folder, "train"));
        DataTable good = Images(GoodOf(folder, "test"));
        MvtecDefect[] defects = Array.ConvertAll(DefectNames(folder), Defect);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new MvtecCategory(name, train, good, defects, files);

        DataTable Images(string of) => Table(of, ImageFiles.In(of), channels: 3);

        MvtecDefect Defect(string kind)
        {
            string of = Path.Join(folder, "test", kind);
            string masksOf = Path.Join(folder, "ground_truth", kind);
            string[] images = ImageFiles.In(of);
            string[] masks = MaskFiles.Of(masksOf, images, cancellationToken);
            return new MvtecDefect(kind, Table(of, images, channels: 3), Table(masksOf, masks, channels: 1));
        }

        DataTable Table(string of, string[] paths, int channels)
        {
            files.AddRange(paths);
            return ResizedImages.Read(of, paths, size, channels, cancellationToken);
        }
    }

    /// <summary>Finds categories: <paramref name="folder"/> itself, or folders in it or in its <c>mvtec_anomaly_detection</c>.</summary>
    /// <returns>Paths for <see cref="Read"/>, at least one, in ordinal order.</returns>
    /// <exception cref="DataException">The folder is missing or none of these holds <c>train/good</c>.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Folders.Require(folder, "a folder of categories of MVTec AD");
        if (IsCategory(folder))
            return [folder];

        string[] places = [folder, Path.Join(folder, "mvtec_anomaly_detection")];
        string[] found = [.. places.Where(Directory.Exists).SelectMany(Folders.FoldersIn).Where(IsCategory)];
        string expected = "a category (train/good, test, ground_truth), or folders of categories, in it or in its mvtec_anomaly_detection";
        return found.Length > 0 ? found : throw new DataException($"{folder}: holds no category of MVTec AD; expected {expected}.");
    }

    /// <summary>Disposes all tables.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Good.Dispose();
        foreach (MvtecDefect defect in Defects)
            defect.Dispose();
    }

    private static bool IsCategory(string folder) => Directory.Exists(GoodOf(folder, "train"));

    private static string GoodOf(string folder, string part) => Path.Join(folder, part, GoodName);

    // From both sides, so that masks without images are missed as images without masks are.
    private static string[] DefectNames(string folder)
    {
        string[] parts = [Path.Join(folder, "test"), Path.Join(folder, "ground_truth")];
        string[] names =
        [
            .. parts.SelectMany(Folders.FoldersIn).Select(static path => Path.GetFileName(path)).Distinct()
                .Where(static name => name != GoodName).Order(StringComparer.Ordinal),
        ];
        return names.Length > 0 ? names : throw new DataException($"{parts[0]}: holds no defects; expected folders of images beside good.");
    }
}
