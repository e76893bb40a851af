using OcDtd.Fast.Data;
using OcDtd.Fast.Files;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>Reading models and the data they are asked about, with the checks that all commands share.</summary>
internal static class ModelFiles
{
    /// <summary>Reads a model file; a missing one is said as such.</summary>
    internal static SavedModel Load(string path)
    {
        if (Directory.Exists(path))
            throw new InputException($"{path}: is a folder; expected a model file.");
        if (!File.Exists(path))
            throw new InputException($"{path}: no such file; expected a model written by 'ocdtd fit' or 'ocdtd import'.");
        return OnnxModel.Load(path);
    }

    /// <summary>Writes a model file, whole or not at all.</summary>
    internal static void Save(OneClassModel model, string path, ModelDescription description)
    {
        RequireFolder(path);
        OnnxModel.Save(model, path, description);
    }

    /// <summary>Reads rows for a model; another number of features, or named features in another order, are refused.</summary>
    internal static DataTable ReadData(string path, SavedModel saved, CancellationToken cancellation) =>
        ReadData(path, saved.Model.FeatureCount, saved.Description.FeatureNames, cancellation);

    /// <summary>The same for a model that is not in a file yet; names are compared where both sides have them.</summary>
    internal static DataTable ReadData(string path, int featureCount, IReadOnlyList<string>? featureNames, CancellationToken cancellation)
    {
        DataTable data = DataReader.Read(path, cancellation);
        try
        {
            RequireFeatures(path, data, featureCount, featureNames);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    private static void RequireFeatures(string path, DataTable data, int expected, IReadOnlyList<string>? expectedNames)
    {
        if (data.FeatureCount != expected)
            throw new InputException($"{path}: rows have {data.FeatureCount} features; the model expects {expected}.");
        if (data.FeatureNames is not { } found || expectedNames is not { } names)
            return;

        for (int j = 0; j < expected; j++)
        {
            if (found[j] != names[j])
                throw new InputException($"{path}: column {j + 1} is named '{found[j]}'; the model expects '{names[j]}' there.");
        }
    }

    /// <summary>Refuses early what could not be written at the end.</summary>
    internal static void RequireFolder(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
            throw new InputException($"{path}: the folder {folder} does not exist.");
        if (Directory.Exists(path))
            throw new InputException($"{path}: is a folder; expected the name of a file.");
    }

    /// <summary>Refuses early a folder that could not be made: it, or what should hold it, is a file.</summary>
    internal static void RequireNoFile(string option, string folder)
    {
        for (string? part = Path.GetFullPath(folder); part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
                throw new InputException($"{option} {folder}: {part} is a file; expected a folder.");
        }
    }

    /// <summary>The image shape from --shape, or else from the file or the data; null where nobody says.</summary>
    internal static ImageShape? Shape(string? option, int features, ImageShape? otherwise)
    {
        if (option is null)
            return otherwise is { } shape && shape.FeatureCount == features ? shape : null;

        ImageShape parsed = ParseShape(option);
        return parsed.FeatureCount == features
            ? parsed
            : throw new InputException($"--shape {option} holds {parsed.FeatureCount} values; a row has {features}.");
    }

    /// <summary>The image shape that --shape names, whatever a row has.</summary>
    internal static ImageShape ParseShape(string option) => ImageShape.TryParse(option, out ImageShape parsed)
        ? parsed
        : throw new InputException($"--shape is '{option}'; expected H,W or H,W,C, such as 28,28.");

    /// <summary>The shape that a file holds.</summary>
    internal static ImageShape? Shape(SampleShape? shape) =>
        shape is { } known ? new ImageShape(known.Height, known.Width, known.Channels) : null;

    /// <summary>The shape as a file holds it.</summary>
    internal static SampleShape? Shape(ImageShape? shape) =>
        shape is { } known ? new SampleShape(known.Height, known.Width, known.Channels) : null;

    /// <summary>Writes bytes, whole or not at all.</summary>
    internal static void Write(string path, byte[] bytes) => AtomicFile.Write(path, stream => stream.Write(bytes));
}
