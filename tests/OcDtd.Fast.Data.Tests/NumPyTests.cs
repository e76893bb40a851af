using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Data.Tests;

/// <summary>Files that NumPy itself wrote, and NumPy reading ours.</summary>
public sealed class NumPyTests : IDisposable
{
    // values[r, f] = (13 r + 7 f) % 251, whatever the axes: exact in every type.
    private const string Make = """
        import sys, numpy as np
        folder = sys.argv[1]
        for name, axes in (('2', (70, 130)), ('3', (5, 6, 7)), ('4', (4, 3, 5, 2)), ('5', (3, 2, 2, 3, 2))):
            n = axes[0]; d = int(np.prod(axes[1:]))
            v = ((13 * np.arange(n)[:, None] + 7 * np.arange(d)[None, :]) % 251).reshape(axes)
            for t in ('<f4', '<f8', '|u1'):
                for order in 'CF':
                    a = np.array(v, dtype=t, order=order)
                    for version in ((1, 0), (2, 0), (3, 0)):
                        with open(f"{folder}/{name}.{t[1:]}.{order}.{version[0]}.npy", 'wb') as f:
                            np.lib.format.write_array(f, a, version=version)
        for t in ('?', 'u1', 'i1', 'u2', '<i4', '<u4', '<i8', '<u8'):
            np.save(f"{folder}/labels.{t.strip('<?') or 'b1'}.npy", np.array([0, 1, 1, 0], dtype=t))
        np.save(f"{folder}/big-endian.npy", np.zeros((2, 2), dtype='>f4'))
        np.save(f"{folder}/fields.npy", np.zeros(3, dtype=[('a', '<f4'), ('b', '<i4')]))
        np.save(f"{folder}/objects.npy", np.array([[None]], dtype=object), allow_pickle=True)
        np.save(f"{folder}/scalar.npy", np.float32(1))
        np.save(f"{folder}/empty.npy", np.zeros((0, 3), dtype='<f4'))
        np.save(f"{folder}/columns.npy", np.zeros((6, 4), dtype='<f4')[:, 1:3])
        """;

    private const string Check = """
        import sys, numpy as np
        folder = sys.argv[1]
        f4 = np.load(f"{folder}/f4.npy"); f8 = np.load(f"{folder}/f8.npy"); u1 = np.load(f"{folder}/u1.npy")
        b1 = np.load(f"{folder}/b1.npy"); i4 = np.load(f"{folder}/i4.npy"); i8 = np.load(f"{folder}/i8.npy")
        assert f4.dtype == np.dtype('<f4') and f4.shape == (2, 3, 1) and f4.flags.c_contiguous, (f4.dtype, f4.shape)
        assert (f4.ravel() == np.array([1, 2, 3, 4, 5, 0.1], dtype='<f4')).all()
        assert f8.dtype == np.dtype('<f8') and f8.shape == (2,) and f8[0] == 0.1 and f8[1] == 1e-300
        assert u1.dtype == np.dtype('u1') and u1.tolist() == [0, 1, 255]
        assert b1.dtype == np.dtype('?') and b1.tolist() == [[True, False]]
        assert i4.dtype == np.dtype('<i4') and i4.tolist() == [-5]
        assert i8.dtype == np.dtype('<i8') and i8.tolist() == [1 << 40]
        np.load(f"{folder}/f4.npy", mmap_mode='r')
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void What_NumPy_writes_is_read()
    {
        Run(Make);
        string[] tables = [.. Directory.GetFiles(_folder.Path, "?.*.npy")];
        Assert.Equal(4 * 3 * 2 * 3, tables.Length);
        foreach (string path in tables)
            CheckTable(path);
        foreach (string path in Directory.GetFiles(_folder.Path, "labels.*.npy"))
            Assert.Equal([0, 1, 1, 0], DataReader.ReadLabels(path));

        using DataTable columns = DataReader.Read(_folder["columns.npy"]);
        Assert.Equal((6, 2), (columns.RowCount, columns.FeatureCount));
        Errors.Says(() => DataReader.Read(_folder["big-endian.npy"]), "big-endian");
        Errors.Says(() => DataReader.Read(_folder["fields.npy"]), "structured");
        Errors.Says(() => DataReader.Read(_folder["objects.npy"]), "\"|O\"");
        Errors.Says(() => DataReader.Read(_folder["scalar.npy"]), "no axes");
        Errors.Says(() => DataReader.Read(_folder["empty.npy"]), "(0, 3) holds no values");
    }

    [SkippableFact]
    public void What_is_written_NumPy_reads()
    {
        NpyWriter.Write(_folder["f4.npy"], [1f, 2, 3, 4, 5, 0.1f], 2, 3, 1);
        NpyWriter.Write(_folder["f8.npy"], [0.1, 1e-300]);
        NpyWriter.Write(_folder["u1.npy"], (byte[])[0, 1, 255], 3);
        Stream<bool>("b1.npy", [true, false], 1, 2);
        Stream<int>("i4.npy", [-5], 1);
        Stream<long>("i8.npy", [1L << 40], 1);
        Run(Check);

        void Stream<T>(string name, ReadOnlySpan<T> values, params int[] shape)
            where T : unmanaged
        {
            using NpyFileWriter<T> writer = NpyWriter.Create<T>(_folder[name], shape);
            writer.Write(values);
            writer.Commit();
        }
    }

    private static void CheckTable(string path)
    {
        using DataTable table = DataReader.Read(path);
        bool bytes = path.Contains(".u1.", StringComparison.Ordinal);
        Assert.Equal(Path.GetFileName(path)[0] switch { '3' => "6,7,1", '4' => "3,5,2", _ => null }, table.Shape?.ToString());
        ReadOnlySpan2D<float> rows = table.Rows;
        for (int r = 0; r < table.RowCount; r++)
        {
            for (int f = 0; f < table.FeatureCount; f++)
            {
                float expected = ((13 * r) + (7 * f)) % 251;
                Assert.True((bytes ? expected / 255f : expected) == rows[r, f], $"{path}: {r}, {f} is {rows[r, f]}");
            }
        }
    }

    private void Run(string script)
    {
        ProcessOutcome outcome = Processes.Run(SharedFiles.Python(), ["-c", script, _folder.Path]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }
}
