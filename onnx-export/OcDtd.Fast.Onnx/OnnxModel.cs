namespace OcDtd.Fast.Onnx;

/// <summary>
/// Models as ONNX files: any ONNX runtime scores and explains with them, and this library reads back exactly what it wrote.
/// </summary>
/// <remarks>
/// <para>The graph takes x, float32 (N, d), and gives outlierness, float32 (N); relevance, float32 (N, d), and residual, float32 (N), unless
/// <see cref="ModelDescription.ScoreOnly"/> leaves them out; with a decision rule also is_outlier and p_value. Operator set 17, standard
/// operators only: docs/onnx.md. Support vectors and edges are its initializers, the rest of the model its metadata: docs/model-file.md.</para>
/// <para>All members are safe to call from several threads. Saving the same model twice gives the same bytes.</para>
/// </remarks>
public static class OnnxModel
{
    /// <summary>Saves a model. The file is whole or absent, and an earlier one stays as it was until the new one is complete.</summary>
    /// <param name="model">Any of the engine's models.</param>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <param name="description">What to say about it; none for nothing.</param>
    /// <exception cref="ArgumentException">The description does not fit the model.</exception>
    /// <exception cref="ModelFormatException">The model without its support vectors is larger than an ONNX file can be (2 GB).</exception>
    /// <exception cref="IOException">The folder is missing or cannot be written.</exception>
    /// <remarks>
    /// Where one file would be larger than 2 GB, the support vectors go into a data file beside it, path.(16 digits).data, which the model
    /// file names: keep the two together. The data file of a model that is replaced is removed, unless another *.onnx in the folder names it.
    /// </remarks>
    public static void Save(OneClassModel model, string path, ModelDescription? description = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelFile.Save(model, path, description ?? new ModelDescription());
    }

    /// <summary>Saves a model to a stream, which stays open; it need not seek.</summary>
    /// <param name="model">Any of the engine's models.</param>
    /// <param name="stream">Receives the file.</param>
    /// <param name="description">What to say about it; none for nothing.</param>
    /// <exception cref="ArgumentException">The description does not fit the model.</exception>
    /// <exception cref="ModelFormatException">The model is larger than an ONNX file can be (2 GB): save it by path.</exception>
    public static void Save(OneClassModel model, Stream stream, ModelDescription? description = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        ModelFile.Save(model, stream, description ?? new ModelDescription());
    }

    /// <summary>Reads a model and checks all of its file, and of its data file where it has one.</summary>
    /// <param name="path">A file that <see cref="Save(OneClassModel, string, ModelDescription)"/> of this or an earlier version wrote.</param>
    /// <exception cref="ModelFormatException">Whatever is wrong with what the file holds; the message is one line.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static SavedModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return ModelReader.Read(WholeStream.Read(stream, path), path, Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Reads a model from a stream, to its end.</summary>
    /// <param name="stream">Starts where the file starts; stays open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="ModelFormatException">Whatever is wrong with what the stream holds, or it needs a data file: load that by path.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static SavedModel Load(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Load(WholeStream.Read(stream, name), name);
    }

    /// <summary>Reads a model from memory.</summary>
    /// <param name="file">All of the file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="ModelFormatException">Whatever is wrong with it, or it needs a data file: load that by path.</exception>
    public static SavedModel Load(ReadOnlyMemory<byte> file, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ModelReader.Read(file, name);
    }
}
