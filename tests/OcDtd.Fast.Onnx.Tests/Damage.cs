using System.Buffers.Binary;
using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>Changes what a file holds, and checks how the reader answers.</summary>
internal static class Damage
{
    /// <summary>The file after <paramref name="change"/>, with a digest that matches.</summary>
    internal static byte[] Tampered(byte[] file, Action<ModelProto> change)
    {
        ModelProto proto = ModelFiles.Open(file);
        change(proto);
        return ModelFiles.Seal(proto);
    }

    internal static StringStringEntryProto Metadata(ModelProto proto, string key) => proto.MetadataProps.Single(entry => entry.Key == key);

    internal static TensorProto Tensor(ModelProto proto, string name) => proto.Graph.Initializer.First(tensor => tensor.Name == name);

    /// <summary>Where a tensor's values lie outside the file: location, offset or length.</summary>
    internal static StringStringEntryProto Entry(TensorProto tensor, string key) => tensor.ExternalData.First(entry => entry.Key == key);

    /// <summary>A tensor's raw data.</summary>
    internal static ByteString Bytes(params ReadOnlySpan<double> numbers)
    {
        byte[] raw = new byte[8 * numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(raw.AsSpan(8 * i), numbers[i]);
        return ByteString.CopyFrom(raw);
    }

    /// <summary>One exception, with one line for users that contains <paramref name="expected"/>.</summary>
    internal static void AssertRefused(byte[] file, string expected = "") =>
        AssertRefused(() => ModelFiles.Load(file), "m.onnx", expected);

    /// <summary>The same for a file that <paramref name="load"/> reads under a name of its own.</summary>
    internal static void AssertRefused(Action load, string name, string expected)
    {
        var e = Assert.Throws<ModelFormatException>(load);
        Assert.StartsWith(name + ": ", e.Message);
        Assert.Contains(expected, e.Message);
        Assert.DoesNotContain('\n', e.Message);
        Assert.DoesNotContain("Parameter", e.Message);
    }
}
