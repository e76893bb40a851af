using OcDtd.Fast.Runtimes.Tests.Cases;
using Xunit.Abstractions;

namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>The same files and the same rows through every runtime, held to the bounds that the engine is held to.</summary>
[Collection(OneRoom.Name)]
public sealed class BoundTests(Room room, ITestOutputHelper output)
{
    public static TheoryData<string, string> Everything()
    {
        var pairs = new TheoryData<string, string>();
        foreach (string runtime in Room.RuntimeNames)
        {
            foreach (string group in CaseGroups.Names)
                pairs.Add(runtime, group);
        }

        return pairs;
    }

    public static TheoryData<string> Runtimes => [.. Room.RuntimeNames];

    [SkippableTheory]
    [MemberData(nameof(Everything))]
    public void Runtimes_hold_the_bounds(string runtime, string group)
    {
        LargestErrors errors = room.ErrorsOf(runtime, group);
        output.WriteLine(ErrorTable.Line(runtime, group, errors));
        Assert.True(errors.Failures.Count == 0, string.Join('\n', errors.Failures));
    }

    /// <summary>A row alone need not get the bits it gets in a batch; it is as right.</summary>
    [SkippableTheory]
    [MemberData(nameof(Runtimes))]
    public void Rows_alone_hold_the_bounds(string runtime)
    {
        var errors = new LargestErrors();
        foreach (string group in CaseGroups.Names.Where(group => !group.StartsWith("MNIST", StringComparison.Ordinal)))
        {
            foreach (RuntimeCase one in CaseGroups.Of(group))
                errors.Add(one, room.Run(room.Runtime(runtime), one, batchRows: 1));
        }

        output.WriteLine(ErrorTable.Line(runtime, "rows alone", errors));
        Assert.True(errors.Failures.Count == 0, string.Join('\n', errors.Failures));
    }

    /// <summary>docs/onnx.md quotes what this prints, and says how to print it.</summary>
    [SkippableFact]
    public void The_table_of_largest_errors_can_be_printed()
    {
        output.WriteLine(ErrorTable.Head);
        foreach (string group in CaseGroups.Names)
        {
            foreach (string runtime in Room.RuntimeNames)
                output.WriteLine(ErrorTable.Line(runtime, group, room.ErrorsOf(runtime, group)));
        }
    }
}
