using OcDtd.Fast.Runtimes.Tests.Cases;
using OcDtd.Fast.Runtimes.Tests.Runtimes;
using Xunit.Abstractions;

namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>The optional input <c>explain</c>: scores without the price of an explanation.</summary>
[Collection(OneRoom.Name)]
public sealed class ExplainInputTests(Room room, ITestOutputHelper output)
{
    public static TheoryData<string> Groups => [.. CaseGroups.Names];

    [SkippableTheory]
    [MemberData(nameof(Groups))]
    public void Scores_keep_their_bits_and_explanations_are_not_a_number(string group)
    {
        foreach (RuntimeCase one in CaseGroups.Of(group))
        {
            Question question = room.Ask(one, Math.Min(100, one.Rows.GetLength(0)), OutputNames.All);
            Answers asked = OnnxRuntimeInProcess.Run(question, explain: true), not = OnnxRuntimeInProcess.Run(question, explain: false);
            Assert.Equal(asked.Outlierness, not.Outlierness);
            Assert.Equal(asked.IsOutlier, not.IsOutlier);
            Assert.Equal(asked.PValue, not.PValue);
            Assert.All(not.Relevance!, r => Assert.True(float.IsNaN(r)));
            Assert.All(not.Residual!, r => Assert.True(float.IsNaN(r)));
            Assert.DoesNotContain(float.NaN, asked.Relevance!);

            // Asked for alone, and with the input left as the file has it.
            Question scores = question with { Outputs = [OutputNames.Outlierness] };
            Assert.Equal(asked.Outlierness, OnnxRuntimeInProcess.Run(scores, explain: false).Outlierness);
            Assert.Equal(asked.Outlierness, OnnxRuntimeInProcess.Run(scores, explain: null).Outlierness);
        }
    }

    /// <summary>Explaining takes 10 to 60 times as long; that scores alone stay below half of it is asked for.</summary>
    [SkippableTheory]
    [InlineData("MNIST, global Times")]
    [InlineData("MNIST, local Times")]
    public void Scores_alone_cost_much_less(string group)
    {
        foreach (RuntimeCase one in CaseGroups.Of(group).Where(one => one.Rows.GetLength(0) == MnistCases.AllRows))
        {
            Question question = room.Ask(one, 200, OutputNames.All) with { Repeats = 5 };
            double explained = OnnxRuntimeInProcess.Run(question, explain: true).Milliseconds.Min();
            double scored = OnnxRuntimeInProcess.Run(question, explain: false).Milliseconds.Min();
            output.WriteLine($"| {one} | {scored:0.0} ms | {explained:0.0} ms |");
            Assert.True(scored < 0.5 * explained, $"{one}: 200 rows take {scored:0.0} ms, and {explained:0.0} ms with explanations.");
        }
    }
}
