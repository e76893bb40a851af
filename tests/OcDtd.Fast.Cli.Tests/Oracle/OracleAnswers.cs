using System.Text.Json;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.Oracle;

/// <summary>All cases drawn and answered by one Python process, once for all tests.</summary>
public sealed class OracleAnswers : IDisposable
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly TempFolder _folder = new();
    private readonly Lazy<string> _answers;

    public OracleAnswers() => _answers = new Lazy<string>(Compute);

    public void Dispose() => _folder.Dispose();

    /// <summary>The folder of a case; skips the calling test where there is no Python.</summary>
    internal string Of(string name) => Path.Combine(_answers.Value, name);

    private string Compute()
    {
        string python = SharedFiles.Python();
        File.WriteAllText(_folder["cases.json"], JsonSerializer.Serialize(OracleCase.All, s_options));
        string script = Path.Combine(SharedFiles.RepositoryRoot, "tests", "OcDtd.Fast.Cli.Tests", "Oracle", "random_models.py");
        string oracle = Path.GetDirectoryName(SharedFiles.Oracle("oracle.py"))!;
        var noCache = new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1" };
        ProcessOutcome outcome = Processes.Run(python, [script, oracle, _folder.Path], noCache);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return _folder.Path;
    }
}
