using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Data;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd import</summary>
internal sealed class ImportCommand : CliCommand
{
    private readonly Option<string[]> _supportVectors;
    private readonly Option<string[]> _coefficients;
    private readonly Option<string[]> _gammas;
    private readonly EnsembleOptions _ensemble;
    private readonly Option<string> _shape;
    private readonly Option<string> _rule;
    private readonly Option<string> _output;

    internal ImportCommand()
        : base("import", "Takes over a model trained elsewhere (scikit-learn, libsvm). Give the first three options again for each member.")
    {
        _supportVectors = AddOption<string[]>("--support-vectors", "U.npy", "Support vectors, (m, d).", required: true);
        _coefficients = AddOption<string[]>("--dual-coef", "A.npy", "Dual coefficients, (m,) or (1, m), in any normalisation.", required: true);
        _gammas = AddOption<string[]>("--gamma", "G", "Kernel width: the kernel is exp(-G * squared distance).", required: true);
        _ensemble = new EnsembleOptions(this);
        _shape = AddOption<string>("--shape", "H,W[,C]", "How a row is an image.");
        _rule = AddChoice("--rule", "How relevance is given to features (default: thesis).", Rules.Names);
        _output = AddOption<string>("--output", "M.onnx", "Where to write the model.", required: true, "-o");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string[] vectors = parsed.GetRequiredValue(_supportVectors), coefficients = parsed.GetRequiredValue(_coefficients);
        string[] gammas = parsed.GetRequiredValue(_gammas);
        if (vectors.Length != coefficients.Length || vectors.Length != gammas.Length)
        {
            throw new UsageException(
                $"{vectors.Length} --support-vectors, {coefficients.Length} --dual-coef and {gammas.Length} --gamma; expected one of each a member.");
        }

        string output = parsed.GetRequiredValue(_output);
        ModelFiles.RequireFolder(output);
        string? shapeText = parsed.GetValue(_shape);
        ImageShape? found = null;
        SupportVectorModel[] members = [.. vectors.Select((path, i) =>
            ReadMember(path, coefficients[i], Numbers.Gamma(gammas[i]), ref found, context))];

        OneClassModel model = ModelMaker.Join(string.Join(", ", vectors), _ensemble.Name(parsed, members.Length), members, _ensemble.Choices(parsed), context.Batch);
        var description = new ModelDescription
        {
            Rule = Rules.Parse(parsed.GetValue(_rule) ?? Rules.Names[0]),
            Shape = ModelFiles.Shape(ModelFiles.Shape(shapeText, model.FeatureCount, found)),
            TrainedWith = [new("estimator", "imported"), new("sources", string.Join(", ", vectors.Select(Path.GetFileName)))],
        };
        ModelFiles.Save(model, output, description);
        ModelSummary.Answer(context, model, output);
    }

    private static SupportVectorModel ReadMember(string path, string coefficientPath, double gamma, ref ImageShape? shape, RunContext context)
    {
        using DataTable vectors = DataReader.Read(path, context.Cancellation);
        double[] coefficients = DataReader.ReadVector(coefficientPath);
        shape ??= vectors.Shape;
        return EngineErrors.Translate(coefficientPath, () => SupportVectorModel.Create(vectors.Rows, coefficients, gamma));
    }
}
