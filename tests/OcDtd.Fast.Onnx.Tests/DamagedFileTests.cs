using System.Buffers.Binary;
using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;
using static OcDtd.Fast.Onnx.Tests.Damage;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>Whatever is wrong with a file ends in one exception, with one line that says what.</summary>
public sealed class DamagedFileTests
{
    private static readonly ModelDescription s_description = new()
    {
        Shape = new SampleShape(1, 2),
        FeatureNames = ["a", "b"],
        TrainedWith = [new("rows", "2")],
    };

    private static byte[] SmallFile() => ModelFiles.Bytes(ModelFiles.Make("local, one by one"), s_description);

    [Fact]
    public void Files_cut_at_any_byte_are_refused()
    {
        byte[] file = SmallFile();
        for (int length = 0; length < file.Length; length++)
            AssertRefused(file[..length]);
    }

    [Fact]
    public void Files_with_any_byte_changed_are_refused()
    {
        byte[] file = SmallFile();
        for (int i = 0; i < file.Length; i++)
        {
            foreach (int mask in new[] { 0xFF, 1 << (i % 8), 0x20 })
            {
                byte[] changed = [.. file];
                changed[i] ^= (byte)mask;
                AssertRefused(changed);
            }
        }
    }

    [Fact]
    public void Files_with_bytes_added_are_refused()
    {
        byte[] file = SmallFile();
        AssertRefused([.. file, 0]);
        AssertRefused([.. file, .. file]);
        AssertRefused([.. file, .. new ModelProto { ModelVersion = 3 }.ToByteArray()], "was cut short or changed");
    }

    [Fact]
    public void Changes_that_keep_the_file_readable_fail_the_digest()
    {
        byte[] file = SmallFile();
        int at = file.AsSpan().IndexOf("support_vectors"u8);
        file[at] = (byte)'S';
        AssertRefused(file, "was damaged or changed");
    }

    [Fact]
    public void Other_files_are_told_apart()
    {
        AssertRefused([], "the file is empty");
        AssertRefused("\x93NUMPY and so on"u8.ToArray(), "not an ONNX model");
        AssertRefused(new byte[500], "not an ONNX model");
        byte[] file = SmallFile();
        AssertRefused(file[..(file.Length / 2)], "damaged or cut short");
        AssertRefused(Foreign(), "an ONNX model, but not written by OcDtd.Fast (its producer is 'some?other tool')");
    }

    [Fact]
    public void Newer_formats_say_so() =>
        AssertRefused(Tampered(proto => Metadata(proto, "ocdtd.format_version").Value = "3"), "format version 3");

    [Theory]
    [InlineData("ocdtd.kind", "triple", "expected single or bagging or global-times or local-times")]
    [InlineData("ocdtd.kind", "single", "expected 1 for single")]
    [InlineData("ocdtd.kind", "global-times\nx", "'global-times?x'")]
    [InlineData("ocdtd.members", "0", "expected 2 for local-times")]
    [InlineData("ocdtd.members", "0,1,2", "expected 2 for local-times")]
    [InlineData("ocdtd.members", "0,99999999", "expected 1 or less")]
    [InlineData("ocdtd.members", "0,-1", "expected whole numbers")]
    [InlineData("ocdtd.members", "0,0", "belongs to none of the 1 members")]
    [InlineData("ocdtd.halves", "3", "expected 1 or 2")]
    [InlineData("ocdtd.halves", "1", "but the members differ")]
    [InlineData("ocdtd.rule", "guess", "expected thesis or conservative")]
    [InlineData("ocdtd.shape", "1,3,1", "shape is 1,3,1; the model has 2 features")]
    [InlineData("ocdtd.shape", "65536,65536,1073741824", "the model has 2 features")]
    [InlineData("ocdtd.shape", "2,1", "expected three numbers")]
    [InlineData("ocdtd.shape", "a", "expected whole numbers")]
    [InlineData("ocdtd.feature_names", "[\"a\"]", "names 1 features; the model has 2")]
    [InlineData("ocdtd.feature_names", "[1, 2]", "expected a JSON array of strings")]
    [InlineData("ocdtd.feature_names", "[null, \"a\"]", "expected a JSON array of strings")]
    [InlineData("ocdtd.feature_names", "{\"a\": ", "expected a JSON array of strings")]
    [InlineData("ocdtd.feature_names", "[\"\\ud800\", \"a\"]", "expected a JSON array of strings")]
    [InlineData("ocdtd.format_version", "", "expected whole numbers")]
    [InlineData("ocdtd.format_version", "0", "expected a number, 1 or more")]
    [InlineData("ocdtd.format_version", "1,1", "expected a number, 1 or more")]
    public void Metadata_that_cannot_be_is_refused(string key, string value, string expected) =>
        AssertRefused(Tampered(proto => Metadata(proto, key).Value = value), expected);

    [Theory]
    [InlineData("ocdtd.kind")]
    [InlineData("ocdtd.members")]
    [InlineData("ocdtd.halves")]
    [InlineData("ocdtd.rule")]
    [InlineData("ocdtd.version")]
    public void Metadata_must_be_there_once(string key)
    {
        AssertRefused(Tampered(proto => proto.MetadataProps.Remove(Metadata(proto, key))), $"metadata '{key}' is missing");
        AssertRefused(Tampered(proto => proto.MetadataProps.Add(Metadata(proto, key).Clone())), $"metadata '{key}' is there twice");
    }

    [Fact]
    public void Training_facts_are_checked_like_the_rest() =>
        AssertRefused(Tampered(proto => Metadata(proto, "ocdtd.training.rows").Key = "ocdtd.training."), "a training fact is named ''");

    [Fact]
    public void Every_initializer_must_be_there_once()
    {
        string[] names =
        [
            .. ModelFiles.Open(SmallFile()).Graph.Initializer.Select(tensor => tensor.Name)
                .Where(name => name is not ("center" or "explain") && !name.StartsWith("const.", StringComparison.Ordinal)),
        ];
        Assert.Equal(14, names.Length);
        foreach (string name in names)
        {
            AssertRefused(Tampered(proto => proto.Graph.Initializer.Remove(Tensor(proto, name))), $"initializer '{name}' is missing");
            AssertRefused(Tampered(proto => proto.Graph.Initializer.Add(Tensor(proto, name).Clone())), $"'{name}' is there twice");
            AssertRefused(Tampered(proto => Tensor(proto, name).DataType = 2), $"initializer '{name}' has element type 2");
            AssertRefused(Tampered(proto => Tensor(proto, name).Dims.Add(1)), $"initializer '{name}' is (");
            AssertRefused(Tampered(proto => Tensor(proto, name).ClearRawData()), $"initializer '{name}' holds 0 bytes");
            AssertRefused(Tampered(proto => Cut(Tensor(proto, name))), $"initializer '{name}' holds");
            AssertRefused(
                Tampered(proto => Tensor(proto, name).DataLocation = TensorProto.Types.DataLocation.External), "lies outside the file");
        }
    }

    [Theory]
    [InlineData("member0.support_vectors", 0, long.MaxValue)]
    [InlineData("member0.support_vectors", 0, int.MaxValue)]
    [InlineData("member0.support_vectors", 1, int.MaxValue)]
    [InlineData("member0.support_vectors", 0, 0)]
    [InlineData("member0.support_vectors", 0, -1)]
    [InlineData("member0.support_vectors", 1, long.MinValue)]
    [InlineData("member1.support_vectors", 1, 3)]
    [InlineData("member0.dual_coefficients", 0, 4_000_000_000)]
    [InlineData("member0.log_dual_coefficients", 0, 2)]
    [InlineData("first_half.edges", 0, 2)]
    [InlineData("first_half.edges", 1, int.MaxValue)]
    [InlineData("second_half.edges", 1, 0)]
    public void Dimensions_that_lie_are_refused(string name, int axis, long side) =>
        AssertRefused(Tampered(proto => Tensor(proto, name).Dims[axis] = side), $"initializer '{name}'");

    [Theory]
    [InlineData("member0.gamma", 0, "more than 0")]
    [InlineData("member0.gamma", -1, "more than 0")]
    [InlineData("member0.gamma", double.NaN, "finite")]
    [InlineData("member1.gamma", double.PositiveInfinity, "finite")]
    [InlineData("times.log_alpha", double.NaN, "finite")]
    [InlineData("times.renormalize", 2, "expected 0 or 1")]
    [InlineData("first_half.log_kept_mass", double.NegativeInfinity, "finite")]
    [InlineData("second_half.log_kept_mass", double.NaN, "finite")]
    [InlineData("member0.dual_coefficients", -1, "member 0")]
    [InlineData("member0.dual_coefficients", double.NaN, "member 0")]
    [InlineData("member1.dual_coefficients", 0.5, "member 1")]
    [InlineData("member1.log_dual_coefficients", 1, "member 1")]
    public void Numbers_that_cannot_be_are_refused(string name, double number, string expected) =>
        AssertRefused(Tampered(proto => Tensor(proto, name).RawData = Bytes(number)), expected);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Edges_to_nowhere_are_refused(int index)
    {
        byte[] raw = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(raw, index);
        AssertRefused(
            Tampered(proto => Tensor(proto, "first_half.edges").RawData = ByteString.CopyFrom(raw)),
            $"initializer 'first_half.edges' [0,0] is {index}; expected 0 … 0.");
    }

    [Fact]
    public void Support_vectors_must_be_finite() =>
        AssertRefused(
            Tampered(proto => Tensor(proto, "member1.support_vectors").RawData = ByteString.CopyFrom(0, 0, 0xC0, 0x7F, 0, 0, 0, 0)),
            "member 1: support vector 0, feature 0 is NaN");

    [Fact]
    public void Graphs_without_an_operator_set_are_refused() =>
        AssertRefused(Tampered(proto => proto.OpsetImport.Clear()), "opset_import is missing");

    [Fact]
    public void What_a_later_version_adds_is_read_over()
    {
        byte[] file = Tampered(proto =>
        {
            proto.MetadataProps.Add(new StringStringEntryProto { Key = "ocdtd.mood", Value = "3" });
            proto.Graph.Initializer.Add(Tensors.Vector("mood.scores", [1.0, 2.0]));
        });
        Assert.Equal("local-times", ModelFiles.Load(file).Kind);
    }

    [Fact]
    public void Streams_that_cannot_seek_are_read_to_their_end()
    {
        byte[] file = SmallFile();
        using var stream = new System.IO.Compression.BrotliStream(
            new MemoryStream(Compressed(file)), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal("local-times", OnnxModel.Load(stream, "a stream").Kind);
    }

    private static byte[] Compressed(byte[] file)
    {
        using var target = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(target, System.IO.Compression.CompressionLevel.Fastest))
            brotli.Write(file);
        return target.ToArray();
    }

    private static byte[] Foreign()
    {
        var graph = new GraphBuilder("g");
        graph.Input("x", TensorProto.Types.DataType.Float, "N", 3);
        graph.Named("y", "Neg", ["x"]);
        graph.Output("y", TensorProto.Types.DataType.Float, "N", 3);
        var proto = new ModelProto { IrVersion = 9, ProducerName = "some\nother tool", Graph = graph.Graph };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        return proto.ToByteArray();
    }

    private static byte[] Tampered(Action<ModelProto> change) => Damage.Tampered(SmallFile(), change);

    private static void Cut(TensorProto tensor) => tensor.RawData = ByteString.CopyFrom(tensor.RawData.Span[..^1]);
}
