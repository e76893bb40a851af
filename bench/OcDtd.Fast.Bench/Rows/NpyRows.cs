using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Bench.Rows;

/// <summary>Rows of a .npy file in memory: how the same arrays reach every process.</summary>
internal sealed class NpyRows
{
    /// <summary>Says "no file" where a command has a place for one.</summary>
    internal const string NoFile = "-";

    private NpyRows(float[] values, int count, int features)
    {
        Values = values;
        Count = count;
        Features = features;
    }

    internal float[] Values { get; }

    internal int Count { get; }

    internal int Features { get; }

    internal static NpyRows Read(string path)
    {
        using DataTable table = NpyReader.Read(path);
        float[] values = GC.AllocateUninitializedArray<float>(table.RowCount * table.FeatureCount, pinned: true);
        table.Rows.CopyTo(values);
        return new NpyRows(values, table.RowCount, table.FeatureCount);
    }

    /// <summary>Writes one value a row, unless <paramref name="path"/> is <see cref="NoFile"/>.</summary>
    internal static void Write(string path, ReadOnlySpan<float> values)
    {
        if (path != NoFile)
            NpyWriter.Write(path, values, values.Length, 1);
    }

    internal ReadOnlySpan<float> Row(int index) => Values.AsSpan(index * Features, Features);

    /// <summary>The first <paramref name="count"/> rows.</summary>
    internal ReadOnlySpan2D<float> Matrix(int count) => ReadOnlySpan2D<float>.DangerousCreate(in Values[0], count, Features, 0);
}
