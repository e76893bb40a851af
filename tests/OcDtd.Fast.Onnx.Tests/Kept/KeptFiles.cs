using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Onnx.Tests.Kept;

/// <summary>The folder tests/model-files: one folder a version, which only ever gains files.</summary>
internal static class KeptFiles
{
    /// <summary>Set to 1, the tests add the files of this version to the repository; README.md there says when.</summary>
    private const string Asked = "OCDTD_WRITE_MODEL_FILES";

    private static readonly string s_root = Path.Combine(SharedFiles.RepositoryRoot, "tests", "model-files");

    /// <summary>Versions that have files.</summary>
    internal static string[] Versions() => [.. Directory.GetDirectories(s_root).Select(path => Path.GetFileName(path)).Order()];

    /// <summary>Names of a version's model files, without their ending.</summary>
    internal static string[] Names(string version) =>
        [.. Directory.GetFiles(Path.Combine(s_root, version), "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    internal static string PathOf(string version, string name) => Path.Combine(s_root, version, name + ".onnx");

    /// <summary>Bytes of all files.</summary>
    internal static long Size() => Directory.GetFiles(s_root, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);

    /// <summary>Writes this version's files, where they are asked for: what is there is never replaced.</summary>
    internal static void WriteIfAsked()
    {
        string folder = Path.Combine(s_root, Producer.Version);
        if (Environment.GetEnvironmentVariable(Asked) != "1" || Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        foreach (KeptModel model in KeptModel.All.Where(model => model.IsIn(Producer.Version)))
            model.Save(folder);
    }
}
