using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reproduction.Thesis;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

/// <summary>The thesis' tables as they are found and read.</summary>
public sealed class ThesisTests : IDisposable
{
    private const string Header = "category,defect,C1,C1xC1,C2,C2xC2,C1+C2,C1xC2\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_are_found_by_what_stands_before_the_numbers()
    {
        ThesisTable table = Load(Header + "wood,hole,0.1,0.2,0.3,0.4,0.5,0.6\n")!;
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], table.Row("wood/hole")!);
        Assert.Null(table.Row("hole"));
        Assert.Equal(["wood/hole"], table.Keys);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "the header is 'a,b'")]
    [InlineData(Header + "wood,hole,0.1\n", "line 2 has 3 fields; expected 8")]
    [InlineData(Header + "wood,hole,0.1,0.2,x,0.4,0.5,0.6\n", "line 2 holds 'x'")]
    [InlineData("", "the header is ''")]
    public void What_is_no_such_table_is_refused(string text, string message) => Assert.Contains(message, Assert.Throws<InputException>(() => Load(text)).Message);

    [Fact]
    public void Without_the_tables_nothing_is_compared()
    {
        Assert.Null(ThesisTable.Load(null, ThesisFolder.Mnist));
        Assert.Null(ThesisTable.Load(_folder.Path, ThesisFolder.Mnist));
        Assert.Contains($"holds no {ThesisFolder.Mnist}", Assert.Throws<InputException>(() => ThesisFolder.Find(_folder["nowhere"], _folder.Path)).Message);
    }

    /// <summary>A folder that is only called so holds no tables.</summary>
    [Fact]
    public void The_tables_are_found_above_the_data()
    {
        Directory.CreateDirectory(_folder["data/mvtec/thesis"]);
        Directory.CreateDirectory(_folder["data/mvtec/leather"]);
        Assert.Null(ThesisFolder.Find(null, _folder["data/mvtec/leather"]));
        _folder.Write($"thesis/{ThesisFolder.Mnist}", Header);
        Assert.Equal(_folder["thesis"], ThesisFolder.Find(null, _folder["data/mvtec/leather"]));
        Assert.Equal(_folder["thesis"], ThesisFolder.Find(null, _folder.Path));
    }

    /// <summary>0.770 / 2.308 = 0.3336: the value that the spec gives for C1+C2 is .334.</summary>
    [Fact]
    public void The_misprinted_row_is_taken_from_the_other_two_tables()
    {
        ThesisTable aucs = Load(Header + "tile,crack,0.766,0.736,0.766,0.725,0.770,0.731\ntile,oil,1,1,1,1,1,1\n")!;
        ThesisTable scores = Load(Header + "tile,crack,2.306,2.099,2.312,2.082,2.308,2.054\ntile,oil,2,2,2,2,2,2\n")!;
        ThesisTable cosines = Load(Header + "tile,crack,0.332,0.351,0.326,0.328,0.327,0.328\ntile,oil,0.9,0.9,0.9,0.9,0.9,0.9\n")!;
        Assert.Equal([0.332, 0.351, 0.331, 0.348, 0.334, 0.356], Misprints.Cosine("tile/crack", cosines, aucs, scores)!);
        Assert.Equal(0.9, Misprints.Cosine("tile/oil", cosines, aucs, scores)![0]);
        Assert.Null(Misprints.Cosine("wood/hole", cosines, aucs, scores));
    }

    private ThesisTable? Load(string text)
    {
        _folder.Write("table.csv", text);
        return ThesisTable.Load(_folder.Path, "table.csv");
    }
}
