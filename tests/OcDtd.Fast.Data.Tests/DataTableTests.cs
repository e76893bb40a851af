using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class DataTableTests
{
    [Fact]
    public void An_array_is_taken_over()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        using var table = DataTable.FromArray(values, 2, 3, "mine", new ImageShape(1, 3, 1), ["a", "b", "c"], ["r", "s"]);
        Assert.Equal((2, 3, "mine"), (table.RowCount, table.FeatureCount, table.Source));
        Assert.Equal([4, 5, 6], table.Rows.GetRow(1).ToArray());
        Assert.True(table.Rows.TryGetSpan(out ReadOnlySpan<float> all) && all.Overlaps(values));
    }

    [Fact]
    public void Values_that_are_not_finite_are_named_wherever_they_are()
    {
        for (int length = 1; length < 70; length++)
        {
            for (int bad = 0; bad < length; bad++)
            {
                float[] values = new float[length];
                Array.Fill(values, float.MaxValue);
                values[bad] = bad % 2 == 0 ? float.NaN : float.NegativeInfinity;
                string found = bad % 2 == 0 ? "NaN" : "-infinity";
                Errors.Says(() => DataTable.FromArray(values, 1, length, "t"), $"t: row 1, column {bad + 1} is {found};");
            }
        }

        Errors.Says(() => DataTable.FromArray([0, float.NaN], 2, 1, "t", featureNames: ["width"]), "t: row 2, column 1 (\"width\") is NaN");
    }

    [Fact]
    public void Lengths_must_agree()
    {
        Assert.Throws<ArgumentException>(() => DataTable.FromArray([1, 2, 3], 2, 2));
        Assert.Throws<ArgumentException>(() => DataTable.FromArray([1, 2], 1, 2, shape: new ImageShape(1, 1, 1)));
        Assert.Throws<ArgumentException>(() => DataTable.FromArray([1, 2], 1, 2, featureNames: ["a"]));
        Assert.Throws<ArgumentException>(() => DataTable.FromArray([1, 2], 1, 2, rowNames: ["a", "b"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataTable.FromArray([], 0, 2));
    }

    [Fact]
    public void A_large_float32_file_is_used_in_place()
    {
        using var folder = new TempFolder();
        const int Rows = 10_000, Features = 784;
        using (NpyFileWriter<float> writer = NpyWriter.Create<float>(folder["x.npy"], Rows, Features))
        {
            float[] row = new float[Features];
            for (int i = 0; i < Rows; i++)
            {
                Array.Fill(row, i);
                writer.Write(row);
            }

            writer.Commit();
        }

        NpyReader.Read(folder["x.npy"]).Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        using DataTable table = NpyReader.Read(folder["x.npy"]);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, 100_000);
        Assert.Equal((0, 9999), (table.Rows[0, 0], table.Rows[9999, 783]));
    }

    [Theory]
    [InlineData("28,28", "28,28,1")]
    [InlineData("28,28,1", "28,28,1")]
    [InlineData(" 240, 320 ,3", "240,320,3")]
    public void Image_shapes_are_read_and_written(string text, string expected)
    {
        Assert.True(ImageShape.TryParse(text, out ImageShape shape));
        Assert.Equal(expected, shape.ToString());
        Assert.True(ImageShape.TryParse(shape.ToString(), out ImageShape again) && again == shape);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("28")]
    [InlineData("28,28,1,1")]
    [InlineData("28,x")]
    [InlineData("28,0")]
    [InlineData("-28,28")]
    [InlineData("-28,-28")]
    [InlineData("2.8,28")]
    [InlineData("65536,65536")]
    [InlineData("2147483647,2147483647,2147483647")]
    public void Other_text_is_no_image_shape(string? text) => Assert.False(ImageShape.TryParse(text, out _));
}
