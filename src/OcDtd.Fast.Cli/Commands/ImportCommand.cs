using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd import</summary>
internal sealed class ImportCommand : CliCommand
{
    private const string Summary = "Takes over a model trained elsewhere (scikit-learn, libsvm), but not its threshold: " +
        "--calibration gives one. Give --support-vectors, --dual-coef and --gamma, or --libsvm, again for each member.";

    private readonly Option<string[]> _supportVectors;
    private readonly Option<string[]> _coefficients;
    private readonly Option<string[]> _gammas;
    private readonly Option<string[]> _libsvm;
    private readonly Option<int> _features;
    private readonly EnsembleOptions _ensemble;
    private readonly DecisionOptions _decision;
    private readonly Option<string> _shape;
    private readonly ExplanationOptions _explanation;
    private readonly Option<string> _output;

    internal ImportCommand()
        : base("import", Summary)
    {
        _supportVectors = AddOption<string[]>("--support-vectors", "U.npy", "Support vectors, (m, d).");
        _coefficients = AddOption<string[]>("--dual-coef", "A.npy", "Dual coefficients, (m,) or (1, m), in any normalisation.");
        _gammas = AddOption<string[]>("--gamma", "G", "Kernel width: the kernel is exp(-G * squared distance).");
        _libsvm = AddOption<string[]>("--libsvm", "FILE", "A libsvm model: svm_type one_class, kernel_type rbf.");
        _features = AddOption<int>("--features", "N", "Features of a row, for --libsvm (default: as --shape says, or the largest index).");
        _ensemble = new EnsembleOptions(this);
        _decision = new DecisionOptions(this);
        _shape = AddOption<string>("--shape", "H,W[,C]", "How a row is an image.");
        _explanation = new ExplanationOptions(this);
        _output = AddOption<string>("--output", "M.onnx", "Where to write the model.", required: true, "-o");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        RequireMembers(parsed);
        string output = parsed.GetRequiredValue(_output);
        ModelFiles.RequireFolder(output);
        string? shape = parsed.GetValue(_shape);
        ImportedMembers imported = parsed.GetResult(_libsvm) is null
            ? ReadArrays(parsed, context)
            : ImportedMembers.FromLibsvm(parsed.GetRequiredValue(_libsvm), Features(parsed, shape), context);

        using CalibrationRows? calibration = _decision.Read(parsed, imported.Members[0].FeatureCount, featureNames: null, context);
        string ensemble = _ensemble.Name(parsed, imported.Members.Length), sources = string.Join(", ", imported.Sources);
        OneClassModel model = ModelMaker.Join(sources, ensemble, imported.Members, _ensemble.Choices(parsed), context.Batch);
        ModelDescription description = _explanation.Describe(parsed) with
        {
            Shape = ModelFiles.Shape(ModelFiles.Shape(shape, model.FeatureCount, imported.Shape)),
            Decision = calibration?.Decide(model, context),
            TrainedWith =
            [
                new("estimator", "imported"),
                new("sources", string.Join(", ", imported.Sources.Select(Path.GetFileName))),
                .. calibration is null ? [] : new[] { calibration.Fact },
            ],
        };
        ModelFiles.Save(model, output, description);
        ModelSummary.Answer(context, model, description, output);
    }

    /// <summary>Members are given in one of two ways; what does not fit that way, or is too little for it, is wrong usage.</summary>
    private void RequireMembers(ParseResult parsed)
    {
        int vectors = Count(parsed, _supportVectors), coefficients = Count(parsed, _coefficients), gammas = Count(parsed, _gammas);
        bool arrays = vectors + coefficients + gammas > 0, libsvm = Count(parsed, _libsvm) > 0;
        if (arrays && libsvm)
            throw new UsageException("--libsvm does not mix with --support-vectors, --dual-coef and --gamma; give one or the other.");
        if (!arrays && !libsvm)
            throw new UsageException("no member is given; expected --support-vectors, --dual-coef and --gamma, or --libsvm.");
        if (arrays && (vectors != coefficients || vectors != gammas))
        {
            throw new UsageException(
                $"{vectors} --support-vectors, {coefficients} --dual-coef and {gammas} --gamma; expected one of each a member.");
        }

        if (parsed.GetResult(_features) is null)
            return;
        if (!libsvm)
            throw new UsageException("--features goes with --libsvm.");
        if (parsed.GetValue(_features) is < 1 and var features)
            throw new UsageException($"--features is {features}; expected 1 or more.");
    }

    private static int Count(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option)?.Length ?? 0;

    private ImportedMembers ReadArrays(ParseResult parsed, RunContext context) => ImportedMembers.FromArrays(
        parsed.GetRequiredValue(_supportVectors),
        parsed.GetRequiredValue(_coefficients),
        Array.ConvertAll(parsed.GetRequiredValue(_gammas), Numbers.Gamma),
        context);

    /// <summary>Features of a row as --features or else --shape says; null where nobody does.</summary>
    private int? Features(ParseResult parsed, string? shape)
    {
        if (parsed.GetResult(_features) is null)
            return shape is null ? null : ModelFiles.ParseShape(shape).FeatureCount;

        int features = parsed.GetValue(_features);
        ModelFiles.Shape(shape, features, otherwise: null); // refuses a shape of another size
        return features;
    }
}
