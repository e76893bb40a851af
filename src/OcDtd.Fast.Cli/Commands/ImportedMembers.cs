using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>Members trained elsewhere, the files they came from, and how a row is an image where a file says so.</summary>
internal sealed record ImportedMembers(SupportVectorModel[] Members, string[] Sources, ImageShape? Shape = null)
{
    /// <summary>Members from arrays: files of support vectors and of coefficients, and a width each.</summary>
    internal static ImportedMembers FromArrays(string[] vectors, string[] coefficients, double[] gammas, RunContext context)
    {
        ImageShape? shape = null;
        var members = new SupportVectorModel[vectors.Length];
        for (int i = 0; i < members.Length; i++)
            members[i] = ReadArrays(vectors[i], coefficients[i], gammas[i], ref shape, context);
        return new(members, vectors, shape);
    }

    /// <summary>Members from libsvm's model files, of as many features as given or else as the largest index in any of the files.</summary>
    internal static ImportedMembers FromLibsvm(string[] files, int? features, RunContext context)
    {
        // Features that are 0 in all support vectors of a member are not in its file: the member that shows most speaks for all.
        if (features is null && files.Length > 1)
            features = files.Max(path => FeaturesOf(path, context));
        return new([.. files.Select(path => ReadLibsvm(path, features, context))], files);
    }

    private static SupportVectorModel ReadArrays(
        string path, string coefficientPath, double gamma, ref ImageShape? shape, RunContext context)
    {
        using DataTable vectors = DataReader.Read(path, context.Cancellation);
        double[] coefficients = DataReader.ReadVector(coefficientPath);
        shape ??= vectors.Shape;
        return EngineErrors.Translate(coefficientPath, () => SupportVectorModel.Create(vectors.Rows, coefficients, gamma));
    }

    private static SupportVectorModel ReadLibsvm(string path, int? features, RunContext context)
    {
        using LibsvmModel model = LibsvmModelReader.Read(path, features, context.Cancellation);
        return EngineErrors.Translate(
            path, () => SupportVectorModel.Create(model.SupportVectors.Rows, model.DualCoefficients, model.Gamma));
    }

    private static int FeaturesOf(string path, RunContext context)
    {
        using LibsvmModel model = LibsvmModelReader.Read(path, cancellationToken: context.Cancellation);
        return model.FeatureCount;
    }
}
