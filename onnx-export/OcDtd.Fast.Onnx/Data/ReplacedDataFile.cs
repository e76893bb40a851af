using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>The data file of a model that is about to be replaced, which is removed once it has been.</summary>
internal sealed class ReplacedDataFile
{
    private readonly string _folder;
    private readonly string? _name;

    private ReplacedDataFile(string folder, string? name)
    {
        _folder = folder;
        _name = name;
    }

    /// <summary>Looks at the model file that is there now, if it is one of ours and may have a data file.</summary>
    internal static ReplacedDataFile Of(string modelPath)
    {
        string full = Path.GetFullPath(modelPath), folder = Path.GetDirectoryName(full)!, modelFile = Path.GetFileName(full);

        // Models can be large: they are only read where there is something to remove.
        bool any = Directory.Exists(folder)
            && Directory.EnumerateFiles(folder).Any(path => DataFileName.BelongsTo(modelFile, Path.GetFileName(path)));
        string? name = any ? NameIn(full) : null;
        return new ReplacedDataFile(folder, name is not null && DataFileName.BelongsTo(modelFile, name) ? name : null);
    }

    /// <summary>Removes it, unless a model in the folder, the new one or a copy of the old one, refers to it.</summary>
    internal void Remove(string modelPath)
    {
        if (_name is null || NameIn(modelPath) == _name || Directory.EnumerateFiles(_folder, "*.onnx").Any(path => NameIn(path) == _name))
            return;
        try
        {
            File.Delete(Path.Combine(_folder, _name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use, on Windows: the new model is in place, and that is what was asked for.
        }
    }

    /// <summary>The data file that a model file of ours names, whatever else is wrong with it; null for none.</summary>
    private static string? NameIn(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            ModelProto proto = ModelProto.Parser.ParseFrom(stream);
            return proto.ProducerName == ModelWriter.ProducerName
                ? proto.MetadataProps.FirstOrDefault(entry => entry.Key == MetadataKeys.DataFile)?.Value
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // what protobuf cannot read is an IOException, too
        }
    }
}
