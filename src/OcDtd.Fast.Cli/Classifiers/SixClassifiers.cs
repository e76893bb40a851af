using OcDtd.Fast.Cli.Commands;

namespace OcDtd.Fast.Cli.Classifiers;

/// <summary>The six classifiers that the thesis compares: two members, each multiplied by itself, their mean, and their product.</summary>
internal static class SixClassifiers
{
    /// <summary>Places among the six.</summary>
    internal const int C1 = 0, C1Squared = 1, C2 = 2, C2Squared = 3, Bagging = 4, Times = 5;

    /// <summary>+ is bagging, × is local Times.</summary>
    internal static readonly string[] Names = ["C1", "C1×C1", "C2", "C2×C2", "C1+C2", "C1×C2"];

    /// <summary>The six in the order of <see cref="Names"/>, each made when it is come to.</summary>
    internal static IEnumerable<Classifier> Make(SupportVectorModel first, SupportVectorModel second, BatchOptions options) =>
        Names.Select((name, place) => new Classifier(name, Make(place, first, second, options)));

    /// <summary>One of the six.</summary>
    internal static OneClassModel Make(int place, SupportVectorModel first, SupportVectorModel second, BatchOptions options) => place switch
    {
        C1 => first,
        C1Squared => Product(first, first, options),
        C2 => second,
        C2Squared => Product(second, second, options),
        Bagging => new BaggingEnsemble(first, second),
        _ => Product(first, second, options),
    };

    /// <summary>Local Times with a tenth of the other member as neighbours.</summary>
    internal static LocalTimesEnsemble Product(SupportVectorModel first, SupportVectorModel second, BatchOptions options) => new(
        first, second, ModelMaker.Share(EnsembleChoices.DefaultFraction, second), ModelMaker.Share(EnsembleChoices.DefaultFraction, first), options: options);
}

/// <summary>A model under the name that tables and figures give it.</summary>
internal sealed record Classifier(string Name, OneClassModel Model);
