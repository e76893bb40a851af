using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx.Format;
using static OcDtd.Fast.Onnx.Tests.Damage;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>Models in two files, one of which is not what it should be.</summary>
public sealed class DamagedDataFileTests : IDisposable
{
    private const string First = "member0.support_vectors", Second = "member1.support_vectors";
    private readonly TempFolder _folder = new();
    private readonly string _data;
    private readonly byte[] _model;
    private readonly byte[] _content;

    /// <summary>Two members of one support vector each, in two features: 8 bytes, a page's rest, 8 bytes.</summary>
    public DamagedDataFileTests()
    {
        ModelFiles.SaveInTwo(ModelFiles.Make("local, one by one"), _folder["m.onnx"]);
        _data = _folder[OnnxModel.Load(_folder["m.onnx"]).DataFile!.Name];
        _model = File.ReadAllBytes(_folder["m.onnx"]);
        _content = File.ReadAllBytes(_data);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Data_files_cut_or_grown_are_refused()
    {
        Assert.Equal(65_544, _content.Length);
        for (int length = 0; length < _content.Length; length += length is < 16 or > 65_520 ? 1 : 4099)
        {
            File.WriteAllBytes(_data, _content[..length]);
            AssertRefused(_model, $".data' has {length} bytes; expected 65544: it was cut short, changed, or belongs to another model.");
        }

        File.WriteAllBytes(_data, [.. _content, 0]);
        AssertRefused(_model, "has 65545 bytes; expected 65544");
    }

    [Fact]
    public void Data_files_with_any_byte_changed_are_refused()
    {
        for (int i = 0; i < _content.Length; i += i is < 16 or > 65_520 ? 1 : 4099)
        {
            byte[] changed = [.. _content];
            changed[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(_data, changed);
            AssertRefused(_model, ": the data file was damaged or changed.");
        }
    }

    [Fact]
    public void Model_files_cut_or_changed_at_any_byte_are_refused()
    {
        for (int i = 0; i < _model.Length; i++)
        {
            byte[] changed = [.. _model];
            changed[i] ^= 0x21;
            AssertRefused(changed);
            AssertRefused(_model[..i]);
        }
    }

    [Fact]
    public void Missing_data_files_are_named()
    {
        File.Delete(_data);
        AssertRefused(_model, $"its data file '{Path.GetFileName(_data)}' is not beside it; expected 65544 bytes of support vectors there.");
        Directory.CreateDirectory(_data);
        AssertRefused(_model, "is not beside it");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../m.onnx")]
    [InlineData("/etc/passwd")]
    [InlineData("folder/file")]
    [InlineData("folder\\file")]
    [InlineData("C:file")]
    [InlineData("two\nlines")]
    [InlineData("nul\0")]
    public void Names_that_lead_elsewhere_are_refused(string name)
    {
        AssertRefused(Changed(proto => Metadata(proto, "ocdtd.data_file").Value = name), "expected the name of a file in the same folder");
        AssertRefused(Changed(proto => Entry(Tensor(proto, First), "location").Value = name), $"initializer '{First}' lies in '");
    }

    [Theory]
    [InlineData("ocdtd.data_file", "m.onnx", "its data file 'm.onnx' has")]
    [InlineData("ocdtd.data_file", "none.data", "its data file 'none.data' is not beside it")]
    [InlineData("ocdtd.data_bytes", "0", "expected a whole number, 1 or more")]
    [InlineData("ocdtd.data_bytes", "-1", "expected a whole number, 1 or more")]
    [InlineData("ocdtd.data_bytes", "many", "expected a whole number, 1 or more")]
    [InlineData("ocdtd.data_bytes", "99999999999999999999", "expected a whole number, 1 or more")]
    [InlineData("ocdtd.data_bytes", "9223372036854775807", "has 65544 bytes; expected 9223372036854775807")]
    [InlineData("ocdtd.data_bytes", "65536", "has 65544 bytes; expected 65536")]
    [InlineData("ocdtd.data_sha256", "", "expected 64 lower-case hexadecimal digits")]
    [InlineData("ocdtd.data_sha256", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeG", "expected 64 lower-case")]
    [InlineData("ocdtd.data_sha256", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "'ocdtd.data_sha256' is '0123456789")]
    public void Metadata_that_cannot_be_is_refused(string key, string value, string expected) =>
        AssertRefused(Changed(proto => Metadata(proto, key).Value = value), expected);

    [Theory]
    [InlineData("ocdtd.data_file", "'member0.support_vectors' lies outside the file")]
    [InlineData("ocdtd.data_bytes", "metadata 'ocdtd.data_bytes' is missing")]
    [InlineData("ocdtd.data_sha256", "metadata 'ocdtd.data_sha256' is missing")]
    public void Metadata_must_be_there(string key, string expected) =>
        AssertRefused(Changed(proto => proto.MetadataProps.Remove(Metadata(proto, key))), expected);

    [Theory]
    [InlineData(First, "offset", "65537")]
    [InlineData(First, "offset", "9223372036854775807")]
    [InlineData(Second, "offset", "0")]
    [InlineData(Second, "offset", "7")]
    [InlineData(Second, "offset", "65537")]
    [InlineData(Second, "offset", "9223372036854775800")]
    public void Places_that_overlap_or_lie_beyond_the_file_are_refused(string name, string key, string value) =>
        AssertRefused(Changed(proto => Entry(Tensor(proto, name), key).Value = value), $"initializer '{name}' is 8 bytes from {value} on in");

    [Theory]
    [InlineData("offset", "-1", "expected a whole number")]
    [InlineData("offset", "0x10", "expected a whole number")]
    [InlineData("offset", "18446744073709551616", "expected a whole number")]
    [InlineData("length", "", "expected a whole number")]
    [InlineData("length", "-8", "expected a whole number")]
    [InlineData("length", "0", "holds 0 bytes of")]
    [InlineData("length", "9", "its dimensions ask for 8 and 0")]
    [InlineData("length", "9223372036854775807", "holds 9223372036854775807 bytes of")]
    [InlineData("location", "m.onnx", "lies in 'm.onnx'; expected 'm.onnx.")]
    public void Entries_that_cannot_be_are_refused(string key, string value, string expected)
    {
        AssertRefused(Changed(proto => Entry(Tensor(proto, First), key).Value = value), expected);
        AssertRefused(
            Changed(proto => Tensor(proto, First).ExternalData.Remove(Entry(Tensor(proto, First), key))), $"has 0 entries '{key}'; expected 1");
        AssertRefused(
            Changed(proto => Tensor(proto, First).ExternalData.Add(Entry(Tensor(proto, First), key).Clone())), $"has 2 entries '{key}'");
    }

    [Theory]
    [InlineData(int.MaxValue, 2, 17_179_869_176)]
    [InlineData(int.MaxValue, int.MaxValue, 9_223_372_036_854_775_807)]
    [InlineData(1_000_000_000, 2, 8_000_000_000)]
    public void Sizes_that_are_only_claimed_allocate_nothing(int rows, int columns, long length)
    {
        long before = GC.GetTotalAllocatedBytes();
        AssertRefused(Changed(proto =>
        {
            Tensor(proto, First).Dims[0] = rows;
            Tensor(proto, First).Dims[1] = columns;
            Entry(Tensor(proto, First), "length").Value = $"{length}";
        }));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public void Values_are_in_one_place()
    {
        AssertRefused(Changed(proto => Tensor(proto, First).RawData = Bytes(1)), "its dimensions ask for 8 and 0");
        AssertRefused(Changed(proto => Tensor(proto, Second).ExternalData.Clear()), $"initializer '{Second}' lies outside the file and has 0");
        byte[] inside = Changed(proto =>
        {
            foreach (string name in new[] { First, Second })
            {
                Tensor(proto, name).ClearDataLocation();
                Tensor(proto, name).ExternalData.Clear();
                Tensor(proto, name).RawData = Bytes(1);
            }
        });
        AssertRefused(inside, "but no support vectors lie in it");
    }

    [Fact]
    public void Only_support_vectors_may_lie_outside()
    {
        string[] others =
        [
            .. ModelProto.Parser.ParseFrom(_model).Graph.Initializer.Select(tensor => tensor.Name)
                .Where(name => name is not ("center" or "explain" or First or Second) && !name.StartsWith("const.", StringComparison.Ordinal)),
        ];
        Assert.Equal(12, others.Length);
        foreach (string name in others)
        {
            AssertRefused(
                Changed(proto =>
                {
                    Tensor(proto, name).DataLocation = TensorProto.Types.DataLocation.External;
                    Tensor(proto, name).ExternalData.Add(Tensor(proto, First).ExternalData);
                }),
                $"initializer '{name}' lies outside the file; only support vectors may");
        }
    }

    [Fact]
    public void Another_models_data_file_is_noticed()
    {
        File.WriteAllBytes(_data, new byte[_content.Length]);
        AssertRefused(_model, "the SHA-256 of its data file");
    }

    private byte[] Changed(Action<ModelProto> change) => Tampered(_model, change);

    private void AssertRefused(byte[] model, string expected = "")
    {
        File.WriteAllBytes(_folder["m.onnx"], model);
        Damage.AssertRefused(() => OnnxModel.Load(_folder["m.onnx"]), _folder["m.onnx"], expected);
    }
}
