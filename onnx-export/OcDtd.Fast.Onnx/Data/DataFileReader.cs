using System.Globalization;
using System.Security.Cryptography;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Reads support vectors out of a data file: once, from its start to its end, hashing all of it on the way.</summary>
/// <remarks>What was read is not to be used before <see cref="Finish"/> has found the digest right.</remarks>
internal sealed class DataFileReader : IDisposable
{
    private readonly FileProblems _problems;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;

    private DataFileReader(DataFile file, FileStream stream, FileProblems problems)
    {
        File = file;
        _stream = stream;
        _problems = problems;
    }

    /// <summary>What the model file says about it; its size is the file's.</summary>
    internal DataFile File { get; }

    /// <summary>Opens the data file in <paramref name="folder"/>; a missing one, or one of another size, is refused.</summary>
    internal static DataFileReader Open(DataFile file, string folder, FileProblems problems)
    {
        string path = Path.Combine(folder, file.Name);
        var info = new FileInfo(path);
        if (!info.Exists)
            throw problems.Wrong($"its data file '{file.Name}' is not beside it; expected {file.Size} bytes of support vectors there.");
        if (info.Length != file.Size)
            throw WrongSize(file, info.Length, problems);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        return new DataFileReader(file, stream, problems);
    }

    /// <summary>A tensor's values, float32. Tensors come in the order in which they lie in the file, so that none shares bytes with another.</summary>
    /// <param name="tensor">Its name and place.</param>
    /// <param name="count">As many as its dimensions say.</param>
    internal float[] Floats(TensorProto tensor, Int128 count)
    {
        string name = $"initializer '{tensor.Name}'";
        string location = Entry(tensor, ExternalKeys.Location);
        if (location != File.Name)
            throw _problems.Wrong($"{name} lies in {FileProblems.Quote(location)}; expected '{File.Name}', as metadata has it.");
        long offset = Number(tensor, ExternalKeys.Offset), length = Number(tensor, ExternalKeys.Length);
        if (length != count * sizeof(float) || tensor.RawData.Length > 0)
        {
            throw _problems.Wrong(
                $"{name} holds {length} bytes of '{File.Name}' and {tensor.RawData.Length} of its own; "
                + $"its dimensions ask for {count * sizeof(float)} and 0.");
        }

        if (offset < _position || offset > File.Size - length)
        {
            throw _problems.Wrong(
                $"{name} is {length} bytes from {offset} on in '{File.Name}'; expected a place between {_position} and {File.Size}.");
        }

        if (count > Array.MaxLength)
            throw _problems.Wrong($"{name} holds {count} numbers; expected {Array.MaxLength} or fewer.");
        Skip(offset);
        float[] values = new float[(int)count]; // its bytes are there: the file is longer
        _position += length;
        Guard(() => LittleEndianFloats.Read(_stream, values, _hash.AppendData));
        return values;
    }

    /// <summary>Reads to the end and compares the digest.</summary>
    internal void Finish()
    {
        if (_position == 0)
            throw _problems.Wrong($"metadata '{MetadataKeys.DataFile}' names '{File.Name}', but no support vectors lie in it.");
        Skip(File.Size);
        if (_stream.Length != File.Size)
            throw WrongSize(File, _stream.Length, _problems);
        string found = Convert.ToHexStringLower(_hash.GetCurrentHash());
        if (found != File.Sha256)
        {
            throw _problems.Wrong(
                $"the SHA-256 of its data file '{File.Name}' is {found}, '{MetadataKeys.DataSha256}' is "
                + $"{FileProblems.Quote(File.Sha256, File.Sha256.Length)}: the data file was damaged or changed.");
        }
    }

    public void Dispose()
    {
        _hash.Dispose();
        _stream.Dispose();
    }

    /// <summary>What lies between two tensors is hashed, too.</summary>
    private void Skip(long to)
    {
        byte[] buffer = new byte[(int)Math.Min(to - _position, DataFileLayout.Alignment)];
        while (_position < to)
        {
            int next = (int)Math.Min(to - _position, buffer.Length);
            Guard(() => _stream.ReadExactly(buffer, 0, next));
            _hash.AppendData(buffer, 0, next);
            _position += next;
        }
    }

    private void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (EndOfStreamException)
        {
            throw WrongSize(File, _stream.Length, _problems);
        }
    }

    private long Number(TensorProto tensor, string key)
    {
        string text = Entry(tensor, key);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw _problems.Wrong($"initializer '{tensor.Name}' has the {key} {FileProblems.Quote(text)}; expected a whole number.");
    }

    private string Entry(TensorProto tensor, string key)
    {
        StringStringEntryProto[] found = [.. tensor.ExternalData.Where(entry => entry.Key == key)];
        return found.Length == 1
            ? found[0].Value
            : throw _problems.Wrong($"initializer '{tensor.Name}' lies outside the file and has {found.Length} entries '{key}'; expected 1.");
    }

    private static ModelFormatException WrongSize(DataFile file, long found, FileProblems problems) => problems.Wrong(
        $"its data file '{file.Name}' has {found} bytes; expected {file.Size}: it was cut short, changed, or belongs to another model.");
}
