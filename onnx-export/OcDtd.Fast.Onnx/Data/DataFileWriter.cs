using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Files;

namespace OcDtd.Fast.Onnx;

/// <summary>Writes the data file of a model.</summary>
internal static class DataFileWriter
{
    /// <summary>Writes it beside the model file, whole or not at all, under the name that its content gives it.</summary>
    /// <param name="modelPath">Where the model file is going to be.</param>
    /// <param name="members">The members to store, in order.</param>
    /// <param name="isNew">Whether there was no such file; where there was, it held the same.</param>
    internal static DataFile Write(string modelPath, IReadOnlyList<SupportVectorModel> members, out bool isNew)
    {
        string full = Path.GetFullPath(modelPath);
        using PendingFile pending = AtomicFile.Create(full + ".data");
        var layout = new DataFileLayout(members);
        string digest = WriteContent(pending.Stream, members, layout);
        var file = new DataFile(DataFileName.For(Path.GetFileName(full), digest), layout.Size, digest);
        string path = Path.Combine(Path.GetDirectoryName(full)!, file.Name);
        isNew = !File.Exists(path);
        pending.CommitAs(path);
        return file;
    }

    private static string WriteContent(Stream stream, IReadOnlyList<SupportVectorModel> members, DataFileLayout layout)
    {
        using var hashing = new HashingStream(stream);
        using var buffered = new BufferedStream(hashing, 1 << 20);
        for (int i = 0; i < members.Count; i++)
        {
            long end = i == 0 ? 0 : layout.OffsetOf(i - 1) + layout.LengthOf(i - 1);
            buffered.Write(new byte[layout.OffsetOf(i) - end]); // less than a page
            ReadOnlySpan2D<float> rows = members[i].SupportVectors;
            for (int row = 0; row < rows.Height; row++)
                LittleEndianFloats.Write(buffered, rows.GetRowSpan(row));
        }

        buffered.Flush();
        return hashing.HexDigest();
    }
}
