using System.Text.Json;
using OcDtd.Fast.Runtimes.Tests.Cases;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>Every file is valid by the ONNX standard: operators, attributes, and the types and shapes that follow from them.</summary>
[Collection(OneRoom.Name)]
public sealed class CheckerTests(Room room)
{
    /// <summary>All files in one process. The last line says that it came to its end.</summary>
    private const string Script = """
        import json, sys, onnx
        for path in json.load(open(sys.argv[1])):
            try:
                onnx.checker.check_model(path, full_check=True)
            except Exception as problem:
                print(path, problem)
        print("checked")
        """;

    [SkippableTheory]
    [InlineData("golden")]
    [InlineData("hard rows")]
    [InlineData("MNIST")]
    public void Files_pass_the_full_check(string source)
    {
        string python = SharedFiles.Python("onnx");
        string[] paths = [.. from kind in ModelKinds.Names from one in CaseGroups.Of($"{source}, {kind}") select room.FileOf(one).Path];
        Assert.NotEmpty(paths);
        ProcessOutcome outcome = Processes.Run(python, ["-c", Script, room.Write("paths.json", JsonSerializer.Serialize(paths))]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal("checked", outcome.Output.Trim());
    }
}
