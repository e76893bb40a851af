using System.Buffers.Binary;
using CommunityToolkit.HighPerformance;
using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Makes stored tensors: name, dimensions and little-endian raw data, which is the only form the reader takes.</summary>
internal static class Tensors
{
    internal static TensorProto Matrix(string name, ReadOnlySpan2D<float> values)
    {
        byte[] raw = new byte[checked(values.Height * values.Width * sizeof(float))];
        int at = 0;
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(at), value);
            at += sizeof(float);
        }

        return Make(name, TensorProto.Types.DataType.Float, raw, values.Height, values.Width);
    }

    internal static TensorProto Matrix(string name, ReadOnlySpan2D<int> values)
    {
        byte[] raw = new byte[checked(values.Height * values.Width * sizeof(int))];
        int at = 0;
        foreach (int value in values)
        {
            BinaryPrimitives.WriteInt32LittleEndian(raw.AsSpan(at), value);
            at += sizeof(int);
        }

        return Make(name, TensorProto.Types.DataType.Int32, raw, values.Height, values.Width);
    }

    internal static TensorProto Vector(string name, ReadOnlySpan<float> values)
    {
        byte[] raw = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        return Make(name, TensorProto.Types.DataType.Float, raw, values.Length);
    }

    internal static TensorProto Vector(string name, ReadOnlySpan<double> values) =>
        Make(name, TensorProto.Types.DataType.Double, Bytes(values), values.Length);

    internal static TensorProto Integers(string name, ReadOnlySpan<long> values, ReadOnlySpan<long> dims)
    {
        byte[] raw = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * sizeof(long)), values[i]);
        return Make(name, TensorProto.Types.DataType.Int64, raw, dims);
    }

    internal static TensorProto Scalar(string name, double value) => Make(name, TensorProto.Types.DataType.Double, Bytes([value]));

    /// <summary>A single true.</summary>
    internal static TensorProto Truth(string name) => Make(name, TensorProto.Types.DataType.Bool, [1]);

    private static byte[] Bytes(ReadOnlySpan<double> values)
    {
        byte[] raw = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(raw.AsSpan(i * sizeof(double)), values[i]);
        return raw;
    }

    private static TensorProto Make(string name, TensorProto.Types.DataType type, byte[] raw, params ReadOnlySpan<long> dims)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(raw) };
        foreach (long dim in dims)
            tensor.Dims.Add(dim);
        return tensor;
    }
}
