using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class CsvReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1,2\r\n3,4")]
    [InlineData("1,2\r3,4\r")]
    [InlineData(" 1 ,2.0\n\"3\",4e0\n\n\n")]
    [InlineData("\uFEFF1,2\n3,4\n \n")]
    public void Numbers_without_a_header(string text)
    {
        using DataTable table = Read(text);
        Assert.Equal([1, 2, 3, 4], table.Rows.ToArray().Cast<float>());
        Assert.Null(table.FeatureNames);
        Assert.Null(table.Shape);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "a", "b")]
    [InlineData("\uFEFFa,b\r\n1,2\r\n", "a", "b")]
    [InlineData("\"a, with comma\",\"b \"\"quoted\"\"\"\n1,2", "a, with comma", "b \"quoted\"")]
    [InlineData("\"two\nlines\",b\n1,2\n", "two\nlines", "b")]
    [InlineData(",b\n1,2\n", "", "b")]
    [InlineData("0,größe\n1,2\n", "0", "größe")]
    public void A_first_row_with_words_is_a_header(string text, params string[] names)
    {
        using DataTable table = Read(text);
        Assert.Equal(names, table.FeatureNames);
        Assert.Equal([1, 2], table.Rows.ToArray().Cast<float>());
    }

    [Fact]
    public void A_single_number_is_a_table()
    {
        using DataTable table = Read("-0.5");
        Assert.Equal((1, 1), (table.RowCount, table.FeatureCount));
        Assert.Equal(-0.5f, table.Rows[0, 0]);
    }

    [Fact]
    public void Decimal_text_is_rounded_to_float32_once()
    {
        // Just above halfway between 1 and the next float: by way of double it would round to halfway, then down to even.
        using DataTable table = Read("1.000000059604644775390626,0.1,3.4028235e38,1e-60");
        Assert.Equal([MathF.BitIncrement(1), 0.1f, float.MaxValue, 0], table.Rows.GetRow(0).ToArray());
    }

    [Fact]
    public void Many_rows_grow_the_table()
    {
        using DataTable table = Read(string.Join('\n', Enumerable.Range(0, 5000).Select(static i => $"{i},{-i},0.25")));
        Assert.Equal((5000, 3), (table.RowCount, table.FeatureCount));
        Assert.Equal([4999, -4999, 0.25f], table.Rows.GetRow(4999).ToArray());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n\r\n", "is empty")]
    [InlineData("\uFEFF", "is empty")]
    [InlineData("a,b\n", "has a header and no rows")]
    [InlineData("1,2\n3\n", "row 2 has 1 field; expected 2, as in row 1")]
    [InlineData("a,b\n1,2\n3,4,5\n", "row 3 has 3 fields; expected 2, as in row 1")]
    [InlineData("a,b\n1,2\n3,\n", "row 3, column 2 (\"b\") is empty; expected a number")]
    [InlineData("1,,3\n4,5,6\n", "row 1, column 2 is empty; expected a number")]
    [InlineData("1,2\n3,four\n", "row 2, column 2 is \"four\"; expected a number")]
    [InlineData("a;b\n1;2\n", "row 2, column 1 (\"a;b\") is \"1;2\"")]
    [InlineData("1,2\n3,\"1,5\"\n", "row 2, column 2 is \"1,5\"")]
    [InlineData("a,b\r\n1,2\r\n3,NaN\r\n", "row 3, column 2 (\"b\") is NaN; every value must be finite")]
    [InlineData("1,2\n3,nan\n", "row 2, column 2 is NaN")]
    [InlineData("1,inf\n2,3\n", "row 1, column 2 is infinity")]
    [InlineData("1,2\n3,-Infinity\n", "row 2, column 2 is -infinity")]
    [InlineData("1,2\n3,1e39\n", "row 2, column 2 is 1E+39, beyond the range of float32")]
    [InlineData("1,2\n3,1e999\n", "row 2, column 2 is infinity")]
    [InlineData("1,2\n\n3,4\n", "row 2 is empty")]
    [InlineData("\"two\nlines\",b\n1,x\n", "row 3, column 2 (\"b\") is \"x\"")]
    [InlineData("1,2\n3,\"4\n", "row 2")]
    [InlineData("1,2\n3,\"4\"5\n", "row 2")]
    [InlineData("1,2\n3,0x10\n", "\"0x10\"")]
    [InlineData("1,2\n3,\u0001\u0002\n", "row 2, column 2 is \"  \"")]
    public void What_is_wrong_is_named_by_line_and_column(string text, string essential)
    {
        string path = _folder.Write("x.csv", text);
        Errors.Says(() => DataReader.Read(path), path, essential);
    }

    [Fact]
    public void Binary_under_a_csv_name_is_refused()
    {
        byte[] bytes = new byte[100_000];
        new Random(3).NextBytes(bytes);
        Assert.True(Errors.Refuses(() => CsvReader.Read(_folder.Write("x.csv", bytes))));
        Assert.True(Errors.Refuses(() => CsvReader.Read(_folder.Write("x.csv", new byte[5000]))));
    }

    [Fact]
    public void Labels_are_one_column_of_whole_numbers()
    {
        Assert.Equal([0, 1, -3], Labels("0\n1\n-3\n"));
        Assert.Equal([0, 1], Labels("label\n0\n1.0\n"));
        Errors.Says(() => Labels("0\n0.5\n"), "row 2", "0.5", "whole number");
        Errors.Says(() => Labels("y\n3000000000\n"), "row 2", "3000000000");
        Errors.Says(() => Labels("0,1\n1,0\n"), "2 columns", "one column");
        Errors.Says(() => Labels("0\n\n1\n"), "row 2 is empty");
        Errors.Says(() => Labels("0\nyes\n"), "row 2, column 1 is \"yes\"");

        int[] Labels(string text) => DataReader.ReadLabels(_folder.Write("y.csv", text));
    }

    [Fact]
    public void Vectors_keep_float64()
    {
        Assert.Equal([0.1, 1e-300, Math.PI], Vector($"alpha\n0.1\n1e-300\n{Math.PI:R}\n"));
        Errors.Says(() => Vector("0\ninf\n"), "row 2 is infinity");
        Errors.Says(() => Vector("0,1\n"), "2 columns");

        double[] Vector(string text) => DataReader.ReadVector(_folder.Write("a.csv", text));
    }

    [Fact]
    public void Cancellation_ends_reading() =>
        Assert.Throws<OperationCanceledException>(() => CsvReader.Read(_folder.Write("x.csv", "1,2"), new CancellationToken(true)));

    private DataTable Read(string text) => CsvReader.Read(_folder.Write("x.csv", text));
}
