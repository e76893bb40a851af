using System.Text.Json;
using OcDtd.Fast.Cli.Commands.TopFeatures;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>ocdtd explain --top-features, and the rows that its answer names.</summary>
/// <remarks>One support vector at 0 with gamma 1: outlierness is Σx², a feature's relevance x², and nothing is left over.</remarks>
public sealed class TopFeaturesTests : IDisposable
{
    private const string Rows = "a,b,c\n1,0.5,-2\n3,-4,0\n0,0,0\n";

    private readonly TempFolder _folder = new();

    public TopFeaturesTests()
    {
        _folder.Write("x.csv", Rows);
        Fit("a,b,c\n0,0,0\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Csv_has_a_line_for_each_of_a_rows_top_features() => Assert.Equal(
        "row,outlierness,rank,feature,value,relevance,share\n" +
        "0,5.25,1,c,-2,4,0.7619048\n0,5.25,2,a,1,1,0.1904762\n" +
        "1,25,1,b,-4,16,0.64\n1,25,2,a,3,9,0.36\n" +
        "2,0,1,a,0,0,0\n2,0,2,b,0,0,0\n",
        Explain("f.csv", "--top", "2"));

    [Fact]
    public void Json_has_an_object_for_each_row()
    {
        JsonElement[] rows = JsonRows(Explain("f.json", "--top", "2"));
        Assert.Equal([0, 1, 2], rows.Select(row => row.GetProperty("row").GetInt32()));
        Assert.Equal([5.25, 25, 0], rows.Select(row => row.GetProperty("outlierness").GetDouble()));
        Assert.All(rows, row => Assert.Equal(0, row.GetProperty("residual").GetDouble(), 1e-6));
        Assert.Equal("b=-4: 16, 0.64; a=3: 9, 0.36", Text(rows[1]));
    }

    [Fact]
    public void Text_has_an_aligned_block_for_each_row_most_anomalous_first()
    {
        _folder.Write("x.csv", "long name,b,c\n1,0.5,-2\n3,-40,0\n3,-40,0\n");
        Fit("long name,b,c\n0,0,0\n");
        Assert.Equal(
            """
            Rows by outlierness. Columns: rank, feature, value, relevance in nats, share of the outlierness.

            row 1  outlierness 1609  residual 0
              1  b          -40  1600  99.4 %
              2  long name    3  9.00   0.6 %

            row 2  outlierness 1609  residual 0
              1  b          -40  1600  99.4 %
              2  long name    3  9.00   0.6 %

            row 0  outlierness 5.25  residual 0
              1  c           -2  4.00  76.2 %
              2  long name    1  1.00  19.0 %

            """.ReplaceLineEndings("\n"),
            Explain("f.txt", "--top", "2"));
    }

    [Fact]
    public void Equal_relevance_goes_to_the_smaller_index_first()
    {
        _folder.Write("x.csv", "a,b,c\n1,2,-2\n-1,1,1\n");
        JsonElement[] rows = JsonRows(Explain("f.json"));
        Assert.Equal(["b c a", "a b c"], rows.Select(Names));
    }

    [Theory]
    [InlineData("f.csv")]
    [InlineData("f.json")]
    [InlineData("f.txt")]
    public void More_features_than_there_are_are_all_of_them(string file) =>
        Assert.Equal(Explain(file, "--top", "3"), Explain(file, "--top", "2000000000"));

    [Fact]
    public void Without_top_there_are_five()
    {
        _folder.Write("x.csv", "1,2,3,4,5,6,7\n");
        Fit("0,0,0,0,0,0,0\n");
        Assert.Equal("feature_6 feature_5 feature_4 feature_3 feature_2", Names(JsonRows(Explain("f.json"))[0]));
    }

    [Theory]
    [InlineData("m0,m1,m2\n0,0,0\n", "1,2,3\n", "m2 m1 m0")]
    [InlineData("0,0,0\n", "d0,d1,d2\n1,2,3\n", "d2 d1 d0")]
    [InlineData("0,0,0\n", "1,2,3\n", "feature_2 feature_1 feature_0")]
    public void Names_are_the_models_or_the_datas_or_numbers(string training, string rows, string expected)
    {
        Fit(training);
        _folder.Write("x.csv", rows);
        Assert.Equal(expected, Names(JsonRows(Explain("f.json"))[0]));
        string[] lines = Explain("f.csv").Split('\n');
        Assert.Equal(expected, string.Join(' ', lines[1..4].Select(line => line.Split(',')[3])));
    }

    [Fact]
    public void The_answer_names_the_most_anomalous_rows_and_their_features()
    {
        _folder.Write("x.csv", "a,b,c,d\n1,2,0,0\n0,0,0,0\n4,3,2,1\n1,1,1,1\n0.5,0,0,0\n0,0,0,10\n0,1,2,0\n");
        Fit("a,b,c,d\n0,0,0,0\n");
        string[] lines = Ocdtd.Succeed(Command).Split(Environment.NewLine);
        Assert.StartsWith("7 rows explained in ", lines[0]);
        Assert.Equal(
            [
                "row 5  outlierness 100: d 10 (100 %), a 0 (0 %), b 0 (0 %)",
                "row 2  outlierness 30.0: a 4 (53 %), b 3 (30 %), c 2 (13 %)",
                "row 0  outlierness 5.00: b 2 (80 %), a 1 (20 %), c 0 (0 %)",
                "row 6  outlierness 5.00: c 2 (80 %), b 1 (20 %), a 0 (0 %)",
                "row 3  outlierness 4.00: a 1 (25 %), b 1 (25 %), c 1 (25 %)",
                "",
            ],
            lines[1..]);

        JsonElement[] named = [.. Json.Of(Command).GetProperty("most_anomalous").EnumerateArray()];
        Assert.Equal([5, 2, 0, 6, 3], named.Select(row => row.GetProperty("row").GetInt32()));
        Assert.Equal("a=4: 16, 0.53333336; b=3: 9, 0.3; c=2: 4, 0.13333334", Text(named[1]));
        JsonElement[] all = JsonRows(Explain("f.json", "--top", "3"));
        foreach (JsonElement row in named)
            Assert.True(JsonElement.DeepEquals(all[row.GetProperty("row").GetInt32()], row), row.GetRawText());
    }

    [Fact]
    public void Without_names_the_answer_is_one_line()
    {
        Fit("0,0,0\n");
        _folder.Write("x.csv", "1,2,3\n");
        Assert.Single(Ocdtd.Succeed(Command).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Json.Of(Command).TryGetProperty("most_anomalous", out _));
    }

    [Fact]
    public void A_row_too_far_away_is_there_without_features()
    {
        _folder.Write("x.csv", "a,b,c\n1,0,0\n1e30,0,0\n");
        Assert.Equal("1,Infinity,,,,,", Explain("f.csv", "--top", "1").Split('\n')[2]);
        JsonElement row = JsonRows(Explain("f.json"))[1];
        Assert.Equal(("Infinity", "NaN"), (row.GetProperty("outlierness").GetString(), row.GetProperty("residual").GetString()));
        Assert.Empty(row.GetProperty("features").EnumerateArray());
        Assert.Equal("row 1  outlierness inf  (too far away to share out over features)", Explain("f.txt").Split('\n')[2]);
        string line = Ocdtd.Succeed(Command).Split(Environment.NewLine)[1];
        Assert.Equal("row 1  outlierness inf: too far away to share out over features", line);
    }

    [Fact]
    public void Names_stay_on_their_line_for_people_and_whole_for_programs()
    {
        const string Header = "\"a\r\nb\",\"say \"\"c\"\", d\",e\u001b[31m\n";
        Fit(Header + "0,0,0\n");
        _folder.Write("x.csv", Header + "3,2,1\n");
        string line = Ocdtd.Succeed(Command).Split(Environment.NewLine)[1];
        Assert.Equal("row 0  outlierness 14.0: a b 3 (64 %), say \"c\", d 2 (29 %), e [31m 1 (7 %)", line);
        Assert.Equal(["  1  a b         3  9.00  64.3 %", "  2  say \"c\", d  2  4.00  28.6 %"], Explain("f.txt").Split('\n')[3..5]);
        Assert.Equal("a\r\nb", JsonRows(Explain("f.json"))[0].GetProperty("features")[0].GetProperty("name").GetString());
        Assert.Contains("\n0,14,1,\"a\r\nb\",3,", Explain("f.csv"), StringComparison.Ordinal);
    }

    /// <summary>More rows than are explained at a time, of a model whose relevance is no formula of one line.</summary>
    [Fact]
    public void Every_row_has_the_features_that_its_relevance_says()
    {
        const int Count = 5000, Features = 9, Top = 4;
        string model = Samples.Import(_folder, "local-times", Features, 0.2, 9, 7);
        float[,] values = Samples.Rows(3, Count, Features);
        string rows = _folder.Write("x.npy", values);
        string[] command = ["explain", model, rows, "-o", _folder["r.npy"], "--residual", _folder["e.npy"]];
        Ocdtd.Succeed([.. command, "--top-features", _folder["f.json"], "--top", $"{Top}"]);
        Ocdtd.Succeed("score", model, rows, "-o", _folder["o.npy"]);
        float[,] relevance = Samples.Table(_folder["r.npy"]);
        double[] scores = Samples.Vector(_folder["o.npy"]), residual = Samples.Vector(_folder["e.npy"]);
        JsonElement[] found = JsonRows(File.ReadAllText(_folder["f.json"]));
        Assert.Equal(Count, found.Length);
        for (int row = 0; row < Count; row++)
        {
            Assert.Equal(row, found[row].GetProperty("row").GetInt32());
            Assert.Equal((float)scores[row], found[row].GetProperty("outlierness").GetSingle());
            Assert.Equal((float)residual[row], found[row].GetProperty("residual").GetSingle());
            int[] order = [.. Enumerable.Range(0, Features).OrderByDescending(j => relevance[row, j]).Take(Top)];
            Assert.Equal(
                order.Select(j => ($"feature_{j}", values[row, j], relevance[row, j], relevance[row, j] / (float)scores[row])),
                found[row].GetProperty("features").EnumerateArray().Select(f => (
                    f.GetProperty("name").GetString()!, f.GetProperty("value").GetSingle(),
                    f.GetProperty("relevance").GetSingle(), f.GetProperty("share").GetSingle())));
        }
    }

    [Theory]
    [InlineData("f.csv")]
    [InlineData("f.json")]
    [InlineData("f.TXT")]
    public void A_file_that_is_not_committed_leaves_no_trace(string file)
    {
        string[] before = [.. _folder.Names(), file];
        _folder.Write(file, "earlier");
        using (ITopFeaturesOutput output = TopFeaturesFile.Opener("--top-features", _folder[file])(["a"]))
        {
            for (int row = 0; row < 5000; row++)
                output.Write(new ExplainedRow(row, 2, 1, [new RelevantFeature(0, 3, 1)]));
        }

        Assert.Equal("earlier", File.ReadAllText(_folder[file]));
        Assert.Equal(before.Order(StringComparer.Ordinal), _folder.Names());
    }

    private string[] Command => ["explain", _folder["m.onnx"], _folder["x.csv"], "-o", _folder["r.npy"]];

    private void Fit(string rows) => Ocdtd.Succeed("fit", _folder.Write("u.csv", rows), "--gamma", "1", "-o", _folder["m.onnx"]);

    private string Explain(string file, params string[] options)
    {
        Ocdtd.Succeed([.. Command, "--top-features", _folder[file], .. options]);
        Assert.DoesNotContain(_folder.Names(), name => name.EndsWith(".tmp", StringComparison.Ordinal));
        return File.ReadAllText(_folder[file]);
    }

    private static JsonElement[] JsonRows(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static string Names(JsonElement row) =>
        string.Join(' ', row.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("name").GetString()));

    private static string Text(JsonElement row) => string.Join("; ", row.GetProperty("features").EnumerateArray().Select(f =>
        $"{f.GetProperty("name")}={f.GetProperty("value")}: {f.GetProperty("relevance")}, {f.GetProperty("share")}"));
}
