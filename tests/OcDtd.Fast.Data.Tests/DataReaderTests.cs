namespace OcDtd.Fast.Data.Tests;

public sealed class DataReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Extensions_are_read_in_any_case_and_npy_under_any_name()
    {
        using DataTable csv = DataReader.Read(_folder.Write("X.CSV", "1,2"));
        using DataTable npy = DataReader.Read(_folder.Write("array", NpyBytes.Of<float>("<f4", "(1, 3)", [1, 2, 3])));
        Assert.Equal((2, 3), (csv.FeatureCount, npy.FeatureCount));
    }

    [Theory]
    [InlineData("x.npy")]
    [InlineData("x.csv")]
    [InlineData("x.gz")]
    [InlineData("x")]
    [InlineData("no/x.npy")]
    public void Missing_files_are_one_line(string name)
    {
        foreach (Action read in Reads(_folder[name]))
            Errors.Says(read, _folder[name], "no such");
    }

    [Theory]
    [InlineData("notes.txt", "text", "starts with bytes 74657874")]
    [InlineData("empty", "", "is empty")]
    public void Unknown_kinds_list_what_is_read(string name, string text, string found)
    {
        string path = _folder.Write(name, text);
        Errors.Says(() => DataReader.Read(path), path, found, ".npy", ".csv", "IDX", "folder");
        Errors.Says(() => DataReader.ReadLabels(path), path, found, ".npy", ".csv", "IDX");
        Errors.Says(() => DataReader.ReadVector(path), path, found, ".npy", ".csv");
    }

    [Fact]
    public void Folders_where_a_file_is_expected_are_one_line()
    {
        Directory.CreateDirectory(_folder["x.npy"]);
        Errors.Says(() => DataReader.ReadLabels(_folder["x.npy"]), "is a folder; expected a file");
        Errors.Says(() => NpyReader.Read(_folder["x.npy"]), "is a folder; expected a file");
        Errors.Says(() => CsvReader.Read(_folder.Path), "is a folder; expected a file");
        Errors.Says(() => IdxReader.Read(_folder.Path), "is a folder; expected a file");
        Errors.Says(() => DataReader.Read(_folder["x.npy"]), "holds no images");
    }

    [SkippableFact]
    public void Files_that_may_not_be_read_are_one_line()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.UserName == "root", "Needs a user whom permissions bind.");
        string path = _folder.Write("x.csv", "1,2");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);
        Errors.Says(() => DataReader.Read(path), path, "permission denied");
    }

    [Fact]
    public void Names_with_line_breaks_stay_one_line()
    {
        Errors.Says(() => DataReader.Read(_folder["a\nb.npy"]), "a b.npy: no such file");
        Errors.Says(() => DataReader.Read("a\0b.npy"), "a b.npy");
    }

    private static Action[] Reads(string path) =>
        [() => DataReader.Read(path), () => DataReader.ReadLabels(path), () => DataReader.ReadVector(path)];
}
