using OcDtd.Fast.Cli.Commands;

namespace OcDtd.Fast.Cli.Classifiers;

/// <summary>The six classifiers that the thesis compares: two members, each multiplied by itself, their mean, and their product.</summary>
internal static class SixClassifiers
{
    /// <summary>The share of the other member's support vectors that are neighbours in the thesis.</summary>
    internal const double NeighborFraction = 0.1;

    /// <summary>+ is bagging, × is local Times.</summary>
    internal static readonly string[] Names = ["C1", "C1×C1", "C2", "C2×C2", "C1+C2", "C1×C2"];

    /// <summary>The six in the order of <see cref="Names"/>.</summary>
    internal static IEnumerable<Classifier> Make(SupportVectorModel first, SupportVectorModel second, double fraction, BatchOptions options)
    {
        int ofFirst = ModelMaker.Share(fraction, second), ofSecond = ModelMaker.Share(fraction, first);
        OneClassModel[] models =
        [
            first,
            new LocalTimesEnsemble(first, first, ModelMaker.Share(fraction, first), options),
            second,
            new LocalTimesEnsemble(second, second, ModelMaker.Share(fraction, second), options),
            new BaggingEnsemble(first, second),
            new LocalTimesEnsemble(first, second, ofFirst, ofSecond, options: options),
        ];
        return models.Select((model, i) => new Classifier(Names[i], model));
    }
}

/// <summary>A model under the name that tables and figures give it.</summary>
internal sealed record Classifier(string Name, OneClassModel Model);
