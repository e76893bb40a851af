using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Data.Npy;

namespace OcDtd.Fast.Data;

/// <summary>
/// Writes NumPy's .npy files, version 1.0, little-endian, C order; each is whole or absent. Stateless: any thread may call it.
/// </summary>
public static class NpyWriter
{
    /// <summary>Writes <c>&lt;f4</c>.</summary>
    /// <param name="path">Created or replaced when everything is written.</param>
    /// <param name="values">The values in C order.</param>
    /// <param name="shape">Axes whose product is the number of values; none means one axis.</param>
    /// <exception cref="ArgumentException">The shape does not hold that many values.</exception>
    /// <exception cref="DataException">The file cannot be written; an earlier one is left as it was.</exception>
    public static void Write(string path, ReadOnlySpan<float> values, params int[] shape) => WriteAll(path, values, shape);

    /// <summary>Writes <c>&lt;f8</c>.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{float}, int[])"/>
    public static void Write(string path, ReadOnlySpan<double> values, params int[] shape) => WriteAll(path, values, shape);

    /// <summary>Writes <c>|u1</c>, the values as they are.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{float}, int[])"/>
    public static void Write(string path, ReadOnlySpan<byte> values, params int[] shape) => WriteAll(path, values, shape);

    /// <summary>Begins a file whose values come in parts, so that they need not be held together.</summary>
    /// <typeparam name="T">
    /// float, double, byte, bool, int or long: <c>&lt;f4</c>, <c>&lt;f8</c>, <c>|u1</c>, <c>|b1</c>, <c>&lt;i4</c>, <c>&lt;i8</c>.
    /// </typeparam>
    /// <param name="path">Created or replaced by <see cref="NpyFileWriter{T}.Commit"/>, not before.</param>
    /// <param name="shape">Axes whose product is the number of values that will be written.</param>
    /// <exception cref="ArgumentException">The shape has no axis, a negative axis or too many values.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static NpyFileWriter<T> Create<T>(string path, params int[] shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length == 0 || shape.Any(static axis => axis < 0))
            throw new ArgumentException($"Shape {TableShape.Text(Axes(shape))}; expected one axis or more, none negative.", nameof(shape));

        long count = 1;
        foreach (int axis in shape)
        {
            if (axis != 0 && count > long.MaxValue / sizeof(long) / axis)
                throw new ArgumentException($"Shape {TableShape.Text(Axes(shape))} holds too many values.", nameof(shape));
            count *= axis;
        }

        return new NpyFileWriter<T>(path, new NpyHeader(NpyType.Of<T>(), FortranOrder: false, Axes(shape)), count);
    }

    private static void WriteAll<T>(string path, ReadOnlySpan<T> values, int[] shape)
        where T : unmanaged
    {
        using NpyFileWriter<T> writer = Create<T>(path, shape is { Length: 0 } ? [values.Length] : shape);
        if (writer.Count != values.Length)
            throw new ArgumentException($"{values.Length} values; the shape holds {writer.Count}.", nameof(values));
        writer.Write(values);
        writer.Commit();
    }

    private static long[] Axes(int[] shape) => Array.ConvertAll(shape, static axis => (long)axis);
}
