using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class CsvWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Strings_are_quoted_where_needed_and_numbers_invariant()
    {
        object?[][] rows = [["plain", 1], ["say \"x\"", 0.1], [null, 1e-300], ["", 0.1f], ["z", 1L << 40]];
        CsvWriter.Write(_folder["x.csv"], ["name", "a, b"], rows);
        Assert.Equal(
            "name,\"a, b\"\nplain,1\n\"say \"\"x\"\"\",0.1\n,1E-300\n,0.1\nz,1099511627776\n", File.ReadAllText(_folder["x.csv"]));
        Assert.Equal(["x.csv"], _folder.Names());
    }

    [Fact]
    public void Floats_come_back_with_the_same_bits()
    {
        var random = new Random(7);
        float[] values = [float.Epsilon, float.MaxValue, -0f, .. Enumerable.Range(0, 997).Select(_ => Finite(random))];
        CsvWriter.Write(_folder["x.csv"], ["v"], values.Select(static v => new object[] { v }));
        using DataTable table = CsvReader.Read(_folder["x.csv"]);
        Assert.Equal(
            values.Select(BitConverter.SingleToInt32Bits), table.Rows.ToArray().Cast<float>().Select(BitConverter.SingleToInt32Bits));

        double[] doubles = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)))];
        CsvWriter.Write(_folder["y.csv"], ["v"], doubles.Select(static v => new object[] { v }));
        Assert.Equal(doubles, CsvReader.ReadVector(_folder["y.csv"]));
    }

    [Fact]
    public void A_row_of_another_length_or_a_failing_source_leaves_nothing()
    {
        Assert.Throws<ArgumentException>(() => CsvWriter.Write(_folder["x.csv"], ["a", "b"], [[1, 2], [3]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CsvWriter.Write(_folder["x.csv"], [], []));
        Assert.Throws<InvalidCastException>(() => CsvWriter.Write(_folder["x.csv"], ["a"], Failing()));
        Errors.Says(() => CsvWriter.Write(_folder["no/x.csv"], ["a"], []), _folder["no/x.csv"], "no such folder");
        Assert.Empty(_folder.Names());

        static IEnumerable<IReadOnlyList<object?>> Failing()
        {
            yield return [1];
            throw new InvalidCastException();
        }
    }

    [Fact]
    public void Rows_in_parts_appear_when_committed_and_not_before()
    {
        _folder.Write("x.csv", "earlier\n");
        using (CsvFileWriter abandoned = CsvWriter.Create(_folder["x.csv"], ["a", "b"]))
        {
            for (int row = 0; row < 10_000; row++)
                abandoned.Write([row, "text that does not fit a buffer"]);
        }

        Assert.Equal("earlier\n", File.ReadAllText(_folder["x.csv"]));
        using CsvFileWriter writer = CsvWriter.Create(_folder["x.csv"], ["a", "b"]);
        writer.Write([1, null]);
        Assert.Throws<ArgumentException>(() => writer.Write([1]));
        writer.Write(["x", 0.5f]);
        writer.Commit();
        Assert.Throws<InvalidOperationException>(() => writer.Write([1, 2]));
        Assert.Throws<InvalidOperationException>(writer.Commit);
        Assert.Equal("a,b\n1,\nx,0.5\n", File.ReadAllText(_folder["x.csv"]));
        Assert.Equal(["x.csv"], _folder.Names());
    }

    private static float Finite(Random random)
    {
        float value;
        do
            value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        while (!float.IsFinite(value));
        return value;
    }
}
