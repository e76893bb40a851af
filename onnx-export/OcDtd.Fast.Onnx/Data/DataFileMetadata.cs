using System.Globalization;

namespace OcDtd.Fast.Onnx;

/// <summary>A data file between a model file's metadata and <see cref="DataFile"/>.</summary>
internal static class DataFileMetadata
{
    /// <summary>Adds name, size and digest.</summary>
    internal static void Write(MetadataWriter metadata, DataFile file)
    {
        metadata.Add(MetadataKeys.DataFile, file.Name);
        metadata.Add(MetadataKeys.DataBytes, file.Size.ToString(CultureInfo.InvariantCulture));
        metadata.Add(MetadataKeys.DataSha256, file.Sha256);
    }

    /// <summary>What a file says about its data file; null where it has none.</summary>
    internal static DataFile? Read(FileMetadata metadata)
    {
        if (metadata.Find(MetadataKeys.DataFile) is not { } name)
            return null;
        if (!DataFileName.IsPlain(name))
            throw metadata.Unexpected(MetadataKeys.DataFile, name, "the name of a file in the same folder");

        string bytes = metadata.Require(MetadataKeys.DataBytes), digest = metadata.Require(MetadataKeys.DataSha256);
        if (!long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out long size) || size < 1)
            throw metadata.Unexpected(MetadataKeys.DataBytes, bytes, "a whole number, 1 or more");
        if (digest.Length != ContentDigest.Length || !digest.All(char.IsAsciiHexDigitLower))
            throw metadata.Unexpected(MetadataKeys.DataSha256, digest, $"{ContentDigest.Length} lower-case hexadecimal digits");
        return new DataFile(name, size, digest);
    }
}
