namespace OcDtd.Fast.Runtimes.Tests.Cases;

/// <summary>All cases, in the groups that tests and tables go by: where the case comes from, and the kind of its model.</summary>
internal static class CaseGroups
{
    private const string Golden = "golden";
    private const string Hard = "hard rows";
    private const string HardModels = "hard models";
    private const string Mnist = "MNIST";

    private static readonly Dictionary<string, Lazy<RuntimeCase[]>> s_groups = new()
    {
        [Golden] = new(() => [.. GoldenCases.All()]),
        [Hard] = new(() => [.. HardCases.All()]),
        [HardModels] = new(() => [.. HardModelCases.All()]),
        [Mnist] = new(() => [.. MnistCases.All()]),
    };

    internal static IReadOnlyList<string> Names { get; } =
    [
        .. from source in s_groups.Keys
           where source != HardModels || HardModelCases.Seeds > 0
           from kind in ModelKinds.Names
           select $"{source}, {kind}",
    ];

    /// <summary>The cases of a group. Those of MNIST skip the calling test where there is no MNIST.</summary>
    internal static IReadOnlyList<RuntimeCase> Of(string group)
    {
        string source = s_groups.Keys.Single(name => group.StartsWith(name + ", ", StringComparison.Ordinal));
        string kind = group[(source.Length + 2)..];
        return [.. s_groups[source].Value.Where(c => ModelKinds.Of(c.Model) == kind)];
    }
}

/// <summary>What tables call the kinds of models.</summary>
internal static class ModelKinds
{
    internal static IReadOnlyList<string> Names { get; } = ["single", "bagging", "global Times", "local Times"];

    internal static string Of(OneClassModel model) => model switch
    {
        SupportVectorModel => Names[0],
        BaggingEnsemble => Names[1],
        GlobalTimesEnsemble => Names[2],
        LocalTimesEnsemble => Names[3],
        _ => throw new ArgumentException(model.GetType().Name),
    };
}
