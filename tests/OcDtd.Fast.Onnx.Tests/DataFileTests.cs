using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx.Format;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>Models in two files, as those above 2 GB are saved: here with a limit that every model passes.</summary>
public sealed class DataFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Models => ModelFiles.Names;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Models_in_two_files_come_back_to_the_bit(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        ModelFiles.SaveInTwo(model, _folder["m.onnx"]);
        SavedModel saved = OnnxModel.Load(_folder["m.onnx"]);
        float[,] rows = ModelFiles.Rows(60, model.FeatureCount);
        Assert.Equal(ModelFiles.Answers(model, rows), ModelFiles.Answers(saved.Model, rows));

        Dictionary<string, byte[]> before = Content();
        ModelFiles.SaveInTwo(saved.Model, _folder["m.onnx"], saved.Description);
        Assert.Equal(before, Content());
        OnnxModel.Save(saved.Model, _folder["one.onnx"]);
        Assert.Equal(ModelFiles.Bytes(model), File.ReadAllBytes(_folder["one.onnx"]));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Runtimes_open_them_by_path(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        ModelFiles.SaveInTwo(model, _folder["m.onnx"]);
        float[,] rows = ModelFiles.Rows(40, model.FeatureCount);
        using GraphRunner graph = GraphRunner.Open(_folder["m.onnx"]);
        Assert.Equal(model.Score(rows), graph.Score(rows), (a, b) => OracleBounds.ScoreError(a, b) <= 1);
    }

    [Fact]
    public void The_data_file_holds_the_support_vectors_and_is_named_by_its_digest()
    {
        OneClassModel model = ModelFiles.Make("bagging, one twice");
        ModelFiles.SaveInTwo(model, _folder["m.onnx"]);
        DataFile data = OnnxModel.Load(_folder["m.onnx"]).DataFile!;
        byte[] content = File.ReadAllBytes(_folder[data.Name]);
        Assert.Equal(new DataFile($"m.onnx.{data.Sha256[..16]}.data", content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), data);

        ModelProto proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder["m.onnx"]));
        long end = 0;
        for (int member = 0; member < 2; member++)
        {
            TensorProto tensor = Damage.Tensor(proto, $"member{member}.support_vectors");
            long offset = long.Parse(Damage.Entry(tensor, "offset").Value), length = long.Parse(Damage.Entry(tensor, "length").Value);
            Assert.Equal(data.Name, Damage.Entry(tensor, "location").Value);
            Assert.Equal(0, offset % 65_536);
            Assert.Equal(
                model.Members[member].SupportVectors.ToArray().Cast<float>(),
                MemoryMarshal.Cast<byte, float>(content.AsSpan((int)offset, (int)length)).ToArray());
            Assert.Equal(-1, content.AsSpan((int)end, (int)(offset - end)).IndexOfAnyExcept((byte)0));
            end = offset + length;
        }

        Assert.Equal(end, content.Length);
        Assert.Equal(
            ["ocdtd.data_file", "ocdtd.data_bytes", "ocdtd.data_sha256", "ocdtd.sha256"],
            proto.MetadataProps.TakeLast(4).Select(entry => entry.Key));
    }

    [Fact]
    public void Only_what_does_not_fit_into_one_file_is_in_two()
    {
        OneClassModel model = ModelFiles.Make("single");
        var description = new ModelDescription();
        long bytes = new ModelWriter(model, description, "m").Bytes;
        ModelFile.Save(model, _folder["fits.onnx"], description, bytes);
        Assert.Null(OnnxModel.Load(_folder["fits.onnx"]).DataFile);
        ModelFile.Save(model, _folder["not.onnx"], description, bytes - 1);
        Assert.Equal(_folder.Names()[^1], OnnxModel.Load(_folder["not.onnx"]).DataFile!.Name);
        Assert.InRange(new FileInfo(_folder["fits.onnx"]).Length, 1, bytes);
    }

    [Fact]
    public void Older_versions_refuse_them_with_a_clear_word_and_so_the_format_version_stays()
    {
        ModelFiles.SaveInTwo(ModelFiles.Make("single"), _folder["m.onnx"]);
        Assert.Equal(1, OnnxModel.Load(_folder["m.onnx"]).FormatVersion);
        ModelFiles.SaveInTwo(ModelFiles.Make("single, scaled"), _folder["m.onnx"]);
        Assert.Equal(2, OnnxModel.Load(_folder["m.onnx"]).FormatVersion);
    }

    [Fact]
    public void Streams_and_memory_say_that_the_data_file_is_needed()
    {
        ModelFiles.SaveInTwo(ModelFiles.Make("single"), _folder["m.onnx"]);
        byte[] file = File.ReadAllBytes(_folder["m.onnx"]);
        Damage.AssertRefused(file, ".data': load the model by its path");
        using FileStream stream = File.OpenRead(_folder["m.onnx"]);
        var e = Assert.Throws<ModelFormatException>(() => OnnxModel.Load(stream, "m.onnx"));
        Assert.Contains(".data': load the model by its path", e.Message);
    }

    [Fact]
    public void A_stream_takes_no_model_that_does_not_fit_into_one_file()
    {
        using var stream = new MemoryStream();
        var e = Assert.Throws<ModelFormatException>(
            () => ModelFile.Save(ModelFiles.Make("single"), stream, new ModelDescription(), mostBytes: 1000));
        Assert.Matches("^the model: the model takes [0-9]+ bytes; one ONNX file holds at most 1000; saved by path, ", e.Message);
        Assert.Equal(0, stream.Length);
    }

    private Dictionary<string, byte[]> Content() => _folder.Names().ToDictionary(name => name, name => File.ReadAllBytes(_folder[name]));
}
