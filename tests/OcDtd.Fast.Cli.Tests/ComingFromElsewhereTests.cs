using System.Text.RegularExpressions;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>The lines of docs/coming-from-elsewhere.md, as they stand there, between scikit-learn and ocdtd.</summary>
public sealed partial class ComingFromElsewhereTests : IDisposable
{
    private const string Rows = """
        import numpy as np
        from sklearn.neighbors import KernelDensity
        from sklearn.svm import OneClassSVM
        random = np.random.RandomState(7)
        training = random.randn(200, 5)
        near, far = random.randn(30, 5), 4 * random.randn(10, 5)
        rows = np.concatenate([near, far])
        np.save("rows.npy", rows)

        """;

    private const string CheckSvm = """
        total = svm.dual_coef_.sum()
        np.testing.assert_allclose(scores, svm.score_samples(rows), rtol=0, atol=1e-6 * total)
        np.testing.assert_allclose(decisions, svm.decision_function(rows), rtol=0, atol=1e-6 * total)
        np.testing.assert_array_equal(outliers, svm.predict(rows) == -1)
        assert 0 < outliers.sum() < len(rows)
        """;

    private const string CheckDensity = "np.testing.assert_allclose(log_densities, kde.score_samples(rows), rtol=1e-5, atol=1e-5)";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("svm = OneClassSVM().fit(training)")]
    [InlineData("svm = OneClassSVM(gamma='auto', nu=0.1).fit(training)")]
    [InlineData("svm = OneClassSVM(gamma=0.75, nu=0.2).fit(training, sample_weight=1 + random.rand(200))")]
    [InlineData("svm = OneClassSVM().fit(training.astype(np.float32))")]
    public void A_OneClassSVM_gives_the_scores_of_scikit_learn(string fit) => Follow("scikit-learn: OneClassSVM", fit, CheckSvm);

    /// <summary>scikit-learn's tree, which a large enough leaf does without, is right near the rows it was fitted on only.</summary>
    [SkippableTheory]
    [InlineData("kde = KernelDensity(leaf_size=200).fit(training)")]
    [InlineData("kde = KernelDensity(bandwidth=0.4, leaf_size=200).fit(training)")]
    [InlineData("kde = KernelDensity(bandwidth='scott', algorithm='ball_tree', leaf_size=200).fit(training, sample_weight=random.rand(200))")]
    [InlineData("kde = KernelDensity(bandwidth='silverman').fit(training); rows = near; np.save('rows.npy', rows)")]
    public void A_KernelDensity_gives_the_log_densities_of_scikit_learn(string fit) => Follow("scikit-learn: KernelDensity", fit, CheckDensity);

    [Fact]
    public void A_libsvm_model_is_imported_as_the_page_says()
    {
        _folder.Write("rows.model", LibsvmText.Good);
        string command = Code("libsvm", "sh").Single().Split('\n').Single(line => line.StartsWith("ocdtd ", StringComparison.Ordinal));
        Ocdtd.Succeed(Arguments(command, gamma: ""));
        Assert.Equal(4, Json.Of("inspect", _folder["model.onnx"]).GetProperty("features").GetInt32());
    }

    /// <summary>The section's first block of Python, its commands, its second block, then a check of what that block made.</summary>
    private void Follow(string section, string fit, string check)
    {
        string[] python = Code(section, "python");
        Assert.Equal(2, python.Length);
        Assert.Equal(3, python[0].Trim().Split('\n').Length);
        string gamma = Run(Rows + fit + "\n" + python[0]).Trim();
        string[] commands = Code(section, "sh").Single().Trim().Split('\n');
        Assert.Equal(2, commands.Length);
        foreach (string command in commands)
            Ocdtd.Succeed(Arguments(command, gamma));
        Run(Rows + fit + "\n" + python[1] + check);
    }

    private string Run(string script)
    {
        ProcessOutcome outcome = Processes.Run(SharedFiles.Python("sklearn"), ["-c", script], workingFolder: _folder.Path);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output;
    }

    /// <summary>What follows "ocdtd" on the page's line; files are the folder's, GAMMA is the number that Python printed.</summary>
    private string[] Arguments(string command, string gamma)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("ocdtd", words[0]);
        return [.. words[1..].Select(word => word == "GAMMA" ? gamma : IsFile(word) ? _folder[word] : word)];

        static bool IsFile(string word) => word.Contains('.', StringComparison.Ordinal);
    }

    /// <summary>The blocks of code in <paramref name="language"/> under the heading <paramref name="section"/>.</summary>
    private static string[] Code(string section, string language)
    {
        string path = Path.Combine(SharedFiles.RepositoryRoot, "docs", "coming-from-elsewhere.md");
        string[] sections = File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n## ");
        string text = sections.Single(part => part.StartsWith(section + "\n", StringComparison.Ordinal));
        IEnumerable<Match> blocks = Blocks().Matches(text).Where(block => block.Groups["language"].Value == language);
        return [.. blocks.Select(block => block.Groups["code"].Value)];
    }

    [GeneratedRegex("^```(?<language>\\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
