using OcDtd.Fast.Files;

namespace OcDtd.Fast.Onnx;

/// <summary>Puts a model into a folder: one file, and a second one with the support vectors where one cannot hold them.</summary>
/// <remarks>
/// The data file comes first, under a name of its own, and then the model file takes the old one's place by renaming: whatever happens
/// before that step leaves the old model whole, whatever happens after it the new one. The old one's data file goes last.
/// </remarks>
internal static class ModelFile
{
    /// <summary>Saves a model; more than <paramref name="mostBytes"/> are not put into one file.</summary>
    internal static void Save(OneClassModel model, string path, ModelDescription description, long mostBytes = ModelWriter.MostBytes)
    {
        var writer = new ModelWriter(model, description, path);
        ReplacedDataFile replaced = ReplacedDataFile.Of(path);
        if (writer.Bytes > mostBytes)
            SaveInTwo(writer, path);
        else
            AtomicFile.Write(path, stream => writer.Write(stream, data: null), durable: true);
        replaced.Remove(path);
    }

    /// <summary>Saves a model to a stream, which has no place for a second file.</summary>
    internal static void Save(OneClassModel model, Stream stream, ModelDescription description, long mostBytes = ModelWriter.MostBytes)
    {
        var writer = new ModelWriter(model, description, "the model");
        writer.RequireOneFile(mostBytes);
        writer.Write(stream, data: null);
    }

    private static void SaveInTwo(ModelWriter writer, string path)
    {
        DataFile data = DataFileWriter.Write(path, writer.Members, out bool isNew);
        try
        {
            AtomicFile.Write(path, stream => writer.Write(stream, data), durable: true);
        }
        catch
        {
            if (isNew)
                File.Delete(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, data.Name));
            throw;
        }
    }
}
