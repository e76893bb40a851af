using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>What a model is, in a few facts; after fit and import, and in inspect.</summary>
internal static class ModelSummary
{
    internal static string Kind(OneClassModel model) => model switch
    {
        BaggingEnsemble => ModelMaker.Bagging,
        GlobalTimesEnsemble => ModelMaker.GlobalTimes,
        LocalTimesEnsemble => ModelMaker.LocalTimes,
        _ => "single",
    };

    /// <summary>Facts for JSON and for people.</summary>
    internal static Dictionary<string, object?> Facts(OneClassModel model)
    {
        var facts = new Dictionary<string, object?>
        {
            ["kind"] = Kind(model),
            ["features"] = model.FeatureCount,
            ["support_vectors"] = model.Members.Select(member => member.SupportVectorCount).ToArray(),
            ["gamma"] = model.Members.Select(member => member.Gamma).ToArray(),
            ["scaling"] = model.Scaling is { } scaling ? ScalingNames.Of(scaling.Kind) : null,
        };
        if (model is TimesEnsemble times)
            facts["log_alpha"] = times.LogAlpha;
        if (model is LocalTimesEnsemble local)
        {
            facts["neighbors"] = new[] { local.NeighborsOfFirst, local.NeighborsOfSecond };
            facts["renormalized"] = local.IsRenormalized;
        }

        return facts;
    }

    /// <summary>Facts as lines, names padded.</summary>
    internal static IEnumerable<string> Lines(IReadOnlyDictionary<string, object?> facts)
    {
        var known = facts.Where(fact => fact.Value is not null).ToArray();
        int width = Math.Max(18, known.Max(fact => fact.Key.Length));
        return known.Select(fact => $"{fact.Key.Replace('_', ' ').PadRight(width)} {Text(fact.Value)}");
    }

    /// <summary>Says that a model was made and written.</summary>
    internal static void Answer(RunContext context, OneClassModel model, ModelDescription description, string output)
    {
        Dictionary<string, object?> facts = Facts(model);
        DecisionSummary.Add(facts, description.Decision);
        foreach ((string name, string value) in description.TrainedWith)
            facts[$"trained.{name}"] = value;
        facts["output"] = output;
        context.Answer(facts, Lines(facts));
    }

    // Names and facts are the user's: whatever they hold, a fact stays a line.
    private static string Text(object? value) => PlainText.OneLine(value is System.Collections.IEnumerable items and not string
        ? string.Join(", ", items.Cast<object?>())
        : $"{value}");
}
