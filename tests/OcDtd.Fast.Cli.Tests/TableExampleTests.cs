using System.Text.Json;
using System.Text.RegularExpressions;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>The table in docs/examples/breast-cancer, and what docs/tables.md shows of it.</summary>
public sealed partial class TableExampleTests : IDisposable
{
    private const int Features = 30;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("normal.csv", 200)]
    [InlineData("calibration.csv", 100)]
    [InlineData("mixed.csv", 269)]
    public void A_file_has_thirty_names_and_a_number_for_each(string file, int rows)
    {
        using DataTable table = DataReader.Read(Example(file));
        Assert.Equal((rows, Features), (table.RowCount, table.FeatureCount));
        Assert.Equal(Features, table.FeatureNames!.Distinct().Count());
        Assert.Equal(("mean radius", "worst fractal dimension"), (table.FeatureNames![0], table.FeatureNames[^1]));
        Assert.All(table.Rows.ToArray().Cast<float>(), value => Assert.True(value >= 0));
    }

    [Fact]
    public void No_row_is_in_two_files()
    {
        string[] files = ["normal.csv", "calibration.csv", "mixed.csv"];
        string[] rows = [.. files.SelectMany(file => File.ReadLines(Example(file)).Skip(1))];
        Assert.Equal(569, rows.Length);
        Assert.Equal(569, rows.Distinct().Count());
    }

    [Fact]
    public void Labels_say_which_of_the_mixed_rows_are_malignant()
    {
        int[] labels = DataReader.ReadLabels(Example("labels.csv"));
        Assert.Equal((57, 212), (labels.Count(label => label == 0), labels.Count(label => label == 1)));
    }

    [Fact]
    public void Kernel_density_on_benign_rows_tells_malignant_ones()
    {
        // NumPy, SciPy and scikit-learn gave 0.97699 at the same gamma.
        JsonElement facts = Json.Of("evaluate", Fit(), Example("mixed.csv"), "--labels", Example("labels.csv"));
        Assert.InRange(facts.GetProperty("roc_auc").GetDouble(), 0.97, 0.98);
    }

    [Fact]
    public void Every_row_has_named_features_with_the_values_of_the_file()
    {
        string[][] rows = [.. File.ReadLines(Example("mixed.csv")).Select(line => line.Split(','))];
        string[] lines = ExplainTo("top.csv", Features).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1 + 269 * Features, lines.Length);
        foreach (string[] found in lines.Skip(1).Select(line => line.Split(',')))
        {
            int row = int.Parse(found[0]), column = Array.IndexOf(rows[0], found[3]);
            Assert.Equal(float.Parse(rows[1 + row][column]), float.Parse(found[4]));
        }
    }

    [Fact]
    public void Relevance_of_all_features_and_the_residual_add_up()
    {
        using var document = JsonDocument.Parse(ExplainTo("top.json", Features));
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            double outlierness = row.GetProperty("outlierness").GetDouble(), residual = row.GetProperty("residual").GetDouble();
            JsonElement[] features = [.. row.GetProperty("features").EnumerateArray()];
            Assert.Equal(Features, features.Length);
            double relevance = features.Sum(f => f.GetProperty("relevance").GetDouble());
            double shares = features.Sum(f => f.GetProperty("share").GetDouble());
            Assert.Equal(outlierness, residual + relevance, 1e-5 * Math.Max(1, outlierness));
            Assert.Equal(1, residual / outlierness + shares, 1e-5);
            Assert.InRange(residual, 0, Math.Log(200) + 1e-5);
        }
    }

    /// <summary>What a block of the page shows is what its command, the block before, prints; but for the time it took.</summary>
    [Fact]
    public void The_page_shows_what_its_commands_print()
    {
        string[] blocks = [.. Page().Split("```\n").Where((_, i) => i % 2 == 1)];
        for (int i = 0; i < 6; i += 2)
        {
            string[] words = blocks[i].TrimEnd('\n').Split(' ');
            Assert.Equal("ocdtd", words[0]);
            string printed = Ocdtd.Succeed([.. words.Skip(1).Select(Place)]).ReplaceLineEndings("\n");
            Assert.Equal(Timeless(blocks[i + 1]), Timeless(printed.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("top.txt", 11)]
    [InlineData("top.csv", 5)]
    [InlineData("top.json", 12)]
    public void The_page_shows_what_a_file_begins_with(string file, int lines)
    {
        string[] found = ExplainTo(file, 3).Split('\n');
        Assert.Contains(string.Join('\n', ["```", .. found[..lines], "```"]), Page(), StringComparison.Ordinal);
    }

    private static string Page() =>
        File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "docs", "tables.md")).ReplaceLineEndings("\n");

    /// <summary>A file of the page: of the repository, or one that a command writes.</summary>
    private string Place(string word) => word.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(SharedFiles.RepositoryRoot, word)
        : Path.HasExtension(word) && !double.TryParse(word, out _) ? _folder[word]
        : word;

    private static string Timeless(string text) => ElapsedTime().Replace(text, "in no time");

    [GeneratedRegex(@"in [0-9.]+ (µs|ms|s)\b")]
    private static partial Regex ElapsedTime();

    private static string Example(string file) => Path.Combine(SharedFiles.RepositoryRoot, "docs", "examples", "breast-cancer", file);

    private string Fit()
    {
        Ocdtd.Succeed("fit", Example("normal.csv"), "-o", _folder["m.onnx"]);
        return _folder["m.onnx"];
    }

    private string ExplainTo(string file, int top)
    {
        Ocdtd.Succeed("explain", Fit(), Example("mixed.csv"), "-o", _folder["r.npy"], "--top-features", _folder[file], "--top", $"{top}");
        return File.ReadAllText(_folder[file]);
    }
}
