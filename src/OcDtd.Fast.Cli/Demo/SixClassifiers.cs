using OcDtd.Fast.Cli.Commands;

namespace OcDtd.Fast.Cli.Demo;

/// <summary>The six classifiers that the thesis compares: two members, each multiplied by itself, their mean, and their product.</summary>
internal static class SixClassifiers
{
    /// <summary>C1, C1×C1, C2, C2×C2, C1+C2, C1×C2: + is bagging, × is local Times.</summary>
    internal static IEnumerable<Classifier> Make(SupportVectorModel first, SupportVectorModel second, double fraction, BatchOptions options)
    {
        int ofFirst = ModelMaker.Share(fraction, second), ofSecond = ModelMaker.Share(fraction, first);
        yield return new Classifier("C1", first);
        yield return new Classifier("C1×C1", new LocalTimesEnsemble(first, first, ModelMaker.Share(fraction, first), options));
        yield return new Classifier("C2", second);
        yield return new Classifier("C2×C2", new LocalTimesEnsemble(second, second, ModelMaker.Share(fraction, second), options));
        yield return new Classifier("C1+C2", new BaggingEnsemble(first, second));
        yield return new Classifier("C1×C2", new LocalTimesEnsemble(first, second, ofFirst, ofSecond, options: options));
    }
}

/// <summary>A model under the name that tables and figures give it.</summary>
internal sealed record Classifier(string Name, OneClassModel Model);
