using System.Buffers.Binary;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Onnx.Format;
using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>A file's initializers by name, each checked before a byte of it is copied; support vectors may lie in a data file.</summary>
internal sealed class StoredTensors
{
    private readonly Dictionary<string, TensorProto> _tensors = new(StringComparer.Ordinal);
    private readonly DataFileReader? _data;
    private readonly FileProblems _problems;

    internal StoredTensors(GraphProto graph, DataFileReader? data, FileProblems problems)
    {
        _data = data;
        _problems = problems;
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (!_tensors.TryAdd(tensor.Name, tensor))
                throw problems.Wrong($"initializer {FileProblems.Quote(tensor.Name)} is there twice; expected once.");
        }
    }

    internal bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>A float32 matrix, also from the data file; −1 stands for any number of rows or columns of 1 or more.</summary>
    /// <remarks>Not to be used before <see cref="RequireData"/>.</remarks>
    internal StoredMatrix Floats(string name, int rows, int columns)
    {
        TensorProto tensor = Find(name, DataType.Float, rows, columns);
        if (_data is null || !IsOutside(tensor))
            RequireInside(tensor, sizeof(float));
        float[] values = _data is not null && IsOutside(tensor) ? _data.Floats(tensor, Product(tensor.Dims)) : Floats(tensor);
        return new StoredMatrix(values, (int)tensor.Dims[0], (int)tensor.Dims[1]);
    }

    /// <summary>After the last <see cref="Floats(string, int, int)"/>: whether the data file is the one that was saved.</summary>
    internal void RequireData() => _data?.Finish();

    /// <summary>A float32 vector; −1 stands for any number of values of 1 or more.</summary>
    internal float[] FloatVector(string name, int count) => Floats(Require(name, DataType.Float, sizeof(float), count));

    /// <summary>An int32 matrix of indices under <paramref name="limit"/>.</summary>
    internal ReadOnlyMemory2D<int> Indices(string name, int rows, int limit)
    {
        TensorProto tensor = Require(name, DataType.Int32, sizeof(int), rows, -1);
        int columns = (int)tensor.Dims[1];
        if (columns > limit)
            throw _problems.Wrong($"initializer '{name}' has {columns} columns; expected 1 … {limit}, the support vectors there are.");

        int[] values = new int[tensor.RawData.Length / sizeof(int)];
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(raw[(i * sizeof(int))..]);
            if ((uint)values[i] >= (uint)limit)
                throw _problems.Wrong($"initializer '{name}' [{i / columns},{i % columns}] is {values[i]}; expected 0 … {limit - 1}.");
        }

        return new ReadOnlyMemory2D<int>(values, rows, columns);
    }

    /// <summary>A float64 vector.</summary>
    internal double[] Doubles(string name, int count) => Doubles(Require(name, DataType.Double, sizeof(double), count));

    /// <summary>A single finite float64 number.</summary>
    internal double Number(string name)
    {
        double value = Doubles(Require(name, DataType.Double, sizeof(double)))[0];
        return double.IsFinite(value) ? value : throw _problems.Wrong($"initializer '{name}' is {value}; expected a finite number.");
    }

    private static float[] Floats(TensorProto tensor)
    {
        float[] values = new float[tensor.RawData.Length / sizeof(float)];
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(raw[(i * sizeof(float))..]);
        return values;
    }

    private static double[] Doubles(TensorProto tensor)
    {
        double[] values = new double[tensor.RawData.Length / sizeof(double)];
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(raw[(i * sizeof(double))..]);
        return values;
    }

    private TensorProto Require(string name, DataType type, int elementSize, params ReadOnlySpan<int> expected)
    {
        TensorProto tensor = Find(name, type, expected);
        RequireInside(tensor, elementSize);
        return tensor;
    }

    private TensorProto Find(string name, DataType type, params ReadOnlySpan<int> expected)
    {
        if (!_tensors.TryGetValue(name, out TensorProto? tensor))
            throw _problems.Wrong($"initializer '{name}' is missing.");
        if (tensor.DataType != (int)type)
            throw _problems.Wrong($"initializer '{name}' has element type {tensor.DataType}; expected {(int)type} ({type}).");
        RequireDims(tensor, expected);
        return tensor;
    }

    private static bool IsOutside(TensorProto tensor) =>
        tensor.DataLocation != TensorProto.Types.DataLocation.Default || tensor.ExternalData.Count > 0;

    private void RequireDims(TensorProto tensor, ReadOnlySpan<int> expected)
    {
        bool fits = tensor.Dims.Count == expected.Length;
        for (int i = 0; fits && i < expected.Length; i++)
            fits = expected[i] < 0 ? tensor.Dims[i] is >= 1 and <= int.MaxValue : tensor.Dims[i] == expected[i];
        if (fits)
            return;

        string wanted = string.Join(", ", expected.ToArray().Select(side => side < 0 ? "1 or more" : side.ToString()));
        string found = tensor.Dims.Count <= 8 ? $"({string.Join(", ", tensor.Dims)})" : $"of {tensor.Dims.Count} axes";
        throw _problems.Wrong($"initializer '{tensor.Name}' is {found}; expected ({wanted}).");
    }

    /// <summary>The sizes must say what is there: nothing is allocated by a size that the file only claims.</summary>
    private void RequireInside(TensorProto tensor, int elementSize)
    {
        if (IsOutside(tensor))
        {
            throw _problems.Wrong(
                $"initializer '{tensor.Name}' lies outside the file; only support vectors may, where metadata names a data file.");
        }

        Int128 bytes = Product(tensor.Dims) * elementSize;
        if (bytes != tensor.RawData.Length)
            throw _problems.Wrong($"initializer '{tensor.Name}' holds {tensor.RawData.Length} bytes; its dimensions ask for {bytes}.");
    }

    private static Int128 Product(IEnumerable<long> dims)
    {
        Int128 product = 1;
        foreach (long side in dims)
            product *= side; // at most two sides, each under 2³¹
        return product;
    }
}

/// <summary>Values row after row.</summary>
internal readonly record struct StoredMatrix(float[] Values, int Rows, int Columns);
