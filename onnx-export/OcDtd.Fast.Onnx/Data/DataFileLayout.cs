using System.Globalization;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Where each stored member's support vectors lie in a data file: one after the other, each at the start of a page.</summary>
internal sealed class DataFileLayout
{
    /// <summary>What runtimes can map into memory on every system: 64 KiB, which is what Windows asks for.</summary>
    internal const int Alignment = 1 << 16;

    private readonly IReadOnlyList<SupportVectorModel> _members;
    private readonly long[] _offsets;

    internal DataFileLayout(IReadOnlyList<SupportVectorModel> members)
    {
        _members = members;
        _offsets = new long[members.Count];
        for (int i = 0; i < _offsets.Length; i++)
        {
            _offsets[i] = (Size + Alignment - 1) / Alignment * Alignment;
            Size = _offsets[i] + LengthOf(i);
        }
    }

    /// <summary>Bytes of the whole file.</summary>
    internal long Size { get; }

    /// <summary>Where stored member <paramref name="index"/> starts, in bytes.</summary>
    internal long OffsetOf(int index) => _offsets[index];

    /// <summary>Bytes of its support vectors.</summary>
    internal long LengthOf(int index) => (long)_members[index].SupportVectorCount * _members[index].FeatureCount * sizeof(float);

    /// <summary>The initializer that says so, as ONNX has it for values outside the file.</summary>
    internal TensorProto Tensor(int index, string fileName)
    {
        var tensor = new TensorProto
        {
            Name = TensorNames.SupportVectors(index),
            DataType = (int)TensorProto.Types.DataType.Float,
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        tensor.Dims.Add(_members[index].SupportVectorCount);
        tensor.Dims.Add(_members[index].FeatureCount);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = ExternalKeys.Location, Value = fileName });
        tensor.ExternalData.Add(Entry(ExternalKeys.Offset, OffsetOf(index)));
        tensor.ExternalData.Add(Entry(ExternalKeys.Length, LengthOf(index)));
        return tensor;
    }

    private static StringStringEntryProto Entry(string key, long value) =>
        new() { Key = key, Value = value.ToString(CultureInfo.InvariantCulture) };
}

/// <summary>ONNX's names for where a tensor's values lie outside the file.</summary>
internal static class ExternalKeys
{
    internal const string Location = "location";
    internal const string Offset = "offset";
    internal const string Length = "length";
}
