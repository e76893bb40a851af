using System.Text.Json;
using OcDtd.Fast.Cli.Tests.BadInputs;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>Models whose support vectors lie in a data file, as those above 2 GB do: every command reads them like others.</summary>
public sealed class TwoFileModelTests : IDisposable
{
    private const int Features = 6;
    private readonly TempFolder _folder = new();
    private readonly string _one;
    private readonly string _two;
    private readonly DataFile _data;

    public TwoFileModelTests()
    {
        _folder.Write("x.npy", Samples.Rows(9, 12, Features));
        _folder.Write("y.npy", NpyBytes.Of<byte>("|u1", "(12,)", [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]));
        _one = Samples.Import(_folder, "local-times", Features, 0.2, 9, 7);
        _two = _folder["two.onnx"];
        SavedModel saved = OnnxModel.Load(_one);
        ModelFile.Save(saved.Model, _two, saved.Description, mostBytes: 0);
        _data = OnnxModel.Load(_two).DataFile!;
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Commands =>
    [
        "score @m @x.npy -o @out",
        "explain @m @x.npy -o @out",
        "flip @m @x.npy -o @out",
        "evaluate @m @x.npy --labels @y.npy",
        "inspect @m",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_reads_them(string command)
    {
        Ocdtd.Succeed(Arguments(command, _one));
        byte[]? expected = command.Contains("@out", StringComparison.Ordinal) ? File.ReadAllBytes(_folder["out"]) : null;
        string answer = Ocdtd.Succeed(Arguments(command, _two));
        if (expected is not null)
            Assert.Equal(expected, File.ReadAllBytes(_folder["out"]));
        Assert.NotEqual("", answer);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Without_the_data_file_every_command_says_so_in_a_line(string command)
    {
        File.Delete(_folder[_data.Name]);
        ProcessOutcome outcome = Ocdtd.Run(Arguments(command, _two));
        Assert.True(outcome is { ExitCode: 1, Output: "" }, $"{outcome}");
        BadInput.RequireLine(outcome.Error);
        Assert.Contains($"two.onnx: its data file '{_data.Name}' is not beside it", outcome.Error);
        Assert.False(File.Exists(_folder["out"]));
    }

    [Fact]
    public void A_damaged_data_file_is_noticed()
    {
        byte[] content = File.ReadAllBytes(_folder[_data.Name]);
        content[5] ^= 1;
        File.WriteAllBytes(_folder[_data.Name], content);
        ProcessOutcome outcome = Ocdtd.Run("score", _two, _folder["x.npy"], "-o", _folder["out"]);
        Assert.Equal(1, outcome.ExitCode);
        BadInput.RequireLine(outcome.Error);
        Assert.Contains("the data file was damaged or changed", outcome.Error);
    }

    [Fact]
    public void Inspect_names_it()
    {
        JsonElement facts = Json.Of("inspect", _two);
        Assert.Equal(_data.Name, facts.GetProperty("data_file").GetString());
        Assert.Equal(_data.Size, facts.GetProperty("data_bytes").GetInt64());
        Assert.Equal(_data.Sha256, facts.GetProperty("data_sha256").GetString());
        Assert.Contains($"data file          {_data.Name}", Ocdtd.Succeed("inspect", _two));
    }

    private string[] Arguments(string command, string model) =>
        [.. command.Split(' ').Select(word => word == "@m" ? model : word.StartsWith('@') ? _folder[word[1..]] : word)];
}
