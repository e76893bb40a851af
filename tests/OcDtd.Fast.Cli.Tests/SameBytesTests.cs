using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>The same row gives the same bytes: in one batch, alone, with any number of threads, at any vector width.</summary>
public sealed class SameBytesTests : IDisposable
{
    private const int RowCount = 10_000;
    private const int FewRows = 500;
    private const int Features = 37;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Ensembles => ["none", "bagging", "global-times", "local-times"];

    /// <summary>What the process may differ in: an option, or a variable and its value.</summary>
    private static readonly (string Name, string Value)[] s_changes =
    [
        ("DOTNET_PROCESSOR_COUNT", "1"),
        ("--threads", "1"),
        ("DOTNET_EnableAVX512", "0"),
        ("DOTNET_PreferredVectorBitWidth", "128"),
        ("DOTNET_PreferredVectorBitWidth", "256"),
    ];

    [Theory]
    [MemberData(nameof(Ensembles))]
    public void A_batch_gives_the_same_bytes_in_any_process(string ensemble)
    {
        string model = Model(ensemble);
        string rows = _folder.Write("x.npy", Rows());
        byte[][] expected = Answers(model, rows, new Dictionary<string, string>());
        foreach ((string name, string value) in s_changes)
        {
            bool isOption = name.StartsWith("--", StringComparison.Ordinal);
            byte[][] found = isOption
                ? Answers(model, rows, new Dictionary<string, string>(), name, value)
                : Answers(model, rows, new Dictionary<string, string> { [name] = value });
            for (int i = 0; i < expected.Length; i++)
                Assert.True(expected[i].AsSpan().SequenceEqual(found[i]), $"{name}={value} changes {(i == 0 ? "scores" : i == 1 ? "relevance" : "residuals")}.");
        }
    }

    [Theory]
    [MemberData(nameof(Ensembles))]
    public void Plain_loops_give_the_same_bytes(string ensemble)
    {
        string model = Model(ensemble);
        string rows = _folder.Write("x.npy", Part(Rows(), 0, FewRows));
        byte[][] expected = Answers(model, rows, new Dictionary<string, string>());
        byte[][] found = Answers(model, rows, new Dictionary<string, string> { ["OCDTD_SIMD"] = "scalar" });
        Assert.Equal(expected, found);
    }

    [Theory]
    [MemberData(nameof(Ensembles))]
    public void A_row_alone_gives_the_bytes_it_gives_in_a_batch(string ensemble)
    {
        string model = Model(ensemble);
        float[,] rows = Rows();
        string all = _folder.Write("x.npy", rows);
        Ocdtd.Succeed("score", model, all, "-o", _folder["o.npy"]);
        Ocdtd.Succeed("explain", model, all, "-o", _folder["r.npy"]);
        float[] scores = [.. Samples.Vector(_folder["o.npy"]).Select(o => (float)o)];
        float[,] relevance = Samples.Table(_folder["r.npy"]);
        for (int row = 7; row < RowCount; row += RowCount / 50)
        {
            string one = _folder.Write("one.npy", Part(rows, row, 1));
            Ocdtd.Succeed("score", model, one, "-o", _folder["one-o.npy"]);
            Ocdtd.Succeed("explain", model, one, "-o", _folder["one-r.npy"]);
            Assert.Equal(scores[row], (float)Samples.Vector(_folder["one-o.npy"]).Single());
            Assert.Equal(Part(relevance, row, 1), Samples.Table(_folder["one-r.npy"]));
        }
    }

    /// <summary>The variables above do what the tests rely on; without it all of them could agree for no reason.</summary>
    [Fact]
    public void The_width_follows_the_environment()
    {
        string Width(string name, string value) =>
            Json.Parse(OcdtdProcess.Succeed(new Dictionary<string, string> { [name] = value }, "info", "--json")).GetProperty("vector_width").GetString()!;

        Assert.Equal("scalar", Width("OCDTD_SIMD", "scalar"));
        Assert.Equal("128", Width("DOTNET_PreferredVectorBitWidth", "128"));
        Assert.NotEqual("512", Width("DOTNET_EnableAVX512", "0"));
        Assert.NotEqual("512", Width("DOTNET_PreferredVectorBitWidth", "256"));
    }

    [Fact]
    public void A_width_that_does_not_exist_is_refused_in_one_line()
    {
        string model = Model("none"), rows = _folder.Write("x.npy", Part(Rows(), 0, 40));
        var noSuchWidth = new Dictionary<string, string> { ["OCDTD_SIMD"] = "4096" };
        var outcome = OcdtdProcess.Run(noSuchWidth, "score", model, rows, "-o", _folder["o.npy"]);
        Assert.Equal(1, outcome.ExitCode);
        BadInputs.BadInput.RequireLine(outcome.Error);
        Assert.Contains("OCDTD_SIMD is '4096'", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["o.npy"]));
    }

    private static float[,] Rows() => Samples.Rows(50, RowCount, Features);

    private static float[,] Part(float[,] rows, int first, int count)
    {
        float[,] part = new float[count, rows.GetLength(1)];
        Array.Copy(rows, first * rows.GetLength(1), part, 0, part.Length);
        return part;
    }

    // Widths at which many support vectors carry weight, and pairs are clipped.
    private string Model(string ensemble) => ensemble == "none"
        ? Samples.Import(_folder, ensemble, Features, 0.03, 75)
        : Samples.Import(_folder, ensemble, Features, 0.02, 61, 50);

    /// <summary>Scores, relevance and residuals as bytes, each from a process of its own.</summary>
    private byte[][] Answers(string model, string rows, Dictionary<string, string> environment, params string[] options)
    {
        OcdtdProcess.Succeed(environment, ["score", model, rows, "-o", _folder["o.npy"], .. options]);
        OcdtdProcess.Succeed(environment, ["explain", model, rows, "-o", _folder["r.npy"], "--residual", _folder["e.npy"], .. options]);
        return [.. new[] { "o.npy", "r.npy", "e.npy" }.Select(name => File.ReadAllBytes(_folder[name]))];
    }
}
