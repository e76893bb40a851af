using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Mnist;

/// <summary>MNIST-C's files, <c>mnist_c/CORRUPTION/FILE</c>, in a folder or in an archive.</summary>
/// <param name="root">The folder <c>mnist_c</c>, or the archive that holds it.</param>
/// <param name="isArchive">Which of both.</param>
/// <param name="corruptions">What the folders in <c>mnist_c</c> are called.</param>
internal sealed class CorruptionFiles(string root, bool isArchive, string[] corruptions)
{
    internal const string Images = "test_images.npy";
    internal const string Labels = "test_labels.npy";

    private const string FolderName = "mnist_c";

    /// <summary>All corruptions with images, at least one, in ordinal order.</summary>
    internal string[] Corruptions => corruptions;

    internal string[] Paths { get; } = isArchive
        ? [root]
        : [.. corruptions.SelectMany(name => new[] { Path.Join(root, name, Images), Path.Join(root, name, Labels) })];

    /// <exception cref="DataException">Nothing is found, or the archive is damaged.</exception>
    internal static CorruptionFiles Find(string folder)
    {
        Folders.Require(folder, $"a folder with {FolderName} or {FolderName}.zip");
        foreach (string place in (string[])[folder, .. Folders.FoldersIn(folder)])
        {
            // The place may be the folder mnist_c itself.
            foreach (string root in (string[])[Path.Join(place, FolderName), place])
            {
                if (Directory.Exists(root) && InFolder(root) is { Length: > 0 } names)
                    return new CorruptionFiles(root, isArchive: false, names);
            }

            string archive = Path.Join(place, FolderName + ".zip");
            if (File.Exists(archive))
                return new CorruptionFiles(archive, isArchive: true, InArchive(archive));
        }

        string expected = $"{FolderName}/CORRUPTION/{Images} or {FolderName}.zip, in it or one level below";
        throw new DataException($"{folder}: holds no images of MNIST-C; expected {expected}.");
    }

    /// <summary>Where a file is, for messages: for an archive its path goes on inside.</summary>
    internal string PathOf(string corruption, string file) =>
        isArchive ? Path.Join(root, FolderName, corruption, file) : Path.Join(root, corruption, file);

    /// <summary>Opens a file and reads it.</summary>
    /// <exception cref="DataException">The corruption or the file is missing, or <paramref name="read"/> finds it wrong.</exception>
    internal T Read<T>(string corruption, string file, Func<Stream, string, T> read)
    {
        if (!corruptions.Contains(corruption))
        {
            string expected = $"one of {string.Join(", ", corruptions)}";
            throw new DataException($"{root}: holds no corruption {Place.Quote(corruption)}; expected {expected}.");
        }

        string path = PathOf(corruption, file);
        using ArchiveFile? archive = isArchive ? new ArchiveFile(root) : null;
        using Stream stream = archive?.Open(EntryName(corruption, file)) ?? InputFile.Open(path);
        return read(stream, path);
    }

    private static string[] InFolder(string root) =>
    [
        .. Folders.FoldersIn(root).Where(static folder => File.Exists(Path.Join(folder, Images)))
            .Select(static folder => Path.GetFileName(folder)),
    ];

    private static string[] InArchive(string path)
    {
        using var archive = new ArchiveFile(path);
        string[] names =
        [
            .. archive.Names.Select(static name => name.Split('/'))
                .Where(static parts => parts is [FolderName, { Length: > 0 }, Images]).Select(static parts => parts[1])
                .Distinct().Order(StringComparer.Ordinal),
        ];
        return names.Length > 0 ? names : throw new DataException($"{path}: holds no {EntryName("CORRUPTION", Images)}.");
    }

    private static string EntryName(string corruption, string file) => $"{FolderName}/{corruption}/{file}";
}
