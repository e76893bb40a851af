using System.CommandLine;
using System.Globalization;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Data;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd fit</summary>
internal sealed class FitCommand : CliCommand
{
    private const string NeighborMass = "neighbor-mass";

    private readonly Argument<string> _data;
    private readonly Option<string> _output;
    private readonly Option<string> _gamma;
    private readonly EnsembleOptions _ensemble;
    private readonly Option<int> _members;
    private readonly Option<string> _split;
    private readonly Option<string> _shape;
    private readonly Option<string> _rule;
    private readonly Option<int> _seed;

    internal FitCommand()
        : base("fit", "Trains a model on normal rows.")
    {
        _data = AddArgument("DATA", "Normal rows: .npy, .csv, IDX, or a folder of images.");
        _output = AddOption<string>("--output", "M.onnx", "Where to write the model.", required: true, "-o");
        AddChoice("--estimator", "What a member is (default: kde).", "kde");
        _gamma = AddOption<string>("--gamma", "F|RULE", $"Kernel width, or the rule that chooses it (default: {NeighborMass}).");
        _ensemble = new EnsembleOptions(this);
        _members = AddOption<int>("--members", "N", "Members of the ensemble (default: 2).");
        _split = AddChoice("--split", "Which rows a member gets (default: halves, disjoint parts of equal size).", MemberSplit.Names);
        _shape = AddOption<string>("--shape", "H,W[,C]", "How a row is an image (default: as the data say).");
        _rule = AddChoice("--rule", "How relevance is given to features (default: thesis).", Rules.Names);
        _seed = AddOption<int>("--seed", "N", "Seed of every random choice (default: 0).");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string path = parsed.GetRequiredValue(_data), output = parsed.GetRequiredValue(_output);
        string ensemble = _ensemble.Name(parsed);
        EnsembleChoices choices = _ensemble.Choices(parsed);
        int memberCount = MemberCount(parsed, ensemble), seed = parsed.GetValue(_seed);
        if (seed < 0)
            throw new InputException($"--seed is {seed}; expected 0 or more.");
        string split = parsed.GetValue(_split) ?? MemberSplit.Halves;
        if (ensemble == ModelMaker.None && parsed.GetResult(_split) is not null)
            throw new UsageException($"--split {split} needs --ensemble {ModelMaker.Bagging}, {ModelMaker.GlobalTimes} or {ModelMaker.LocalTimes}.");
        ModelFiles.RequireFolder(output);

        using DataTable data = DataReader.Read(path, context.Cancellation);
        ImageShape? shape = ModelFiles.Shape(parsed.GetValue(_shape), data.FeatureCount, data.Shape);
        if (split == MemberSplit.Halves && memberCount > data.RowCount)
            throw new InputException($"{path}: {data.RowCount} rows for {memberCount} members; each needs one at least.");

        var facts = new List<KeyValuePair<string, string>>
        {
            new("estimator", "kde"),
            new("source", Path.GetFileName(path.TrimEnd('/', '\\'))),
            new("rows", data.RowCount.ToString(CultureInfo.InvariantCulture)),
            new("seed", seed.ToString(CultureInfo.InvariantCulture)),
        };
        double gamma = ChooseGamma(parsed.GetValue(_gamma) ?? NeighborMass, data, seed, facts, context);
        SupportVectorModel[] members = ensemble == ModelMaker.None
            ? [EngineErrors.Translate(path, () => KernelDensity.Fit(data.Rows, gamma))]
            : FitMembers(path, data, gamma, split, memberCount, seed, facts);

        OneClassModel model = ModelMaker.Join(path, ensemble, members, choices, context.Batch);
        ModelFiles.Save(model, output, new ModelDescription
        {
            Rule = Rules.Parse(parsed.GetValue(_rule) ?? Rules.Names[0]),
            Shape = ModelFiles.Shape(shape),
            FeatureNames = data.FeatureNames,
            TrainedWith = facts,
        });
        ModelSummary.Answer(context, model, output);
    }

    private int MemberCount(ParseResult parsed, string ensemble)
    {
        if (parsed.GetResult(_members) is null)
            return ensemble == ModelMaker.None ? 1 : 2;

        int members = parsed.GetValue(_members);
        if (members < 1)
            throw new UsageException($"--members is {members}; expected 1 or more.");
        if (ensemble == ModelMaker.None && members != 1)
            throw new UsageException($"--members {members} needs --ensemble {ModelMaker.Bagging}, {ModelMaker.GlobalTimes} or {ModelMaker.LocalTimes}.");
        if (ensemble is ModelMaker.GlobalTimes or ModelMaker.LocalTimes && members != 2)
            throw new UsageException($"--ensemble {ensemble} takes two members; --members is {members}.");
        return members;
    }

    private static double ChooseGamma(
        string text, DataTable data, int seed, List<KeyValuePair<string, string>> facts, RunContext context)
    {
        if (text != NeighborMass)
        {
            double given = double.TryParse(text, out _)
                ? Numbers.Gamma(text)
                : throw new InputException($"--gamma is '{text}'; expected a number above 0 or {NeighborMass}.");
            facts.Add(new("gamma.rule", "given"));
            return given;
        }

        GammaChoice choice = EngineErrors.Translate(data.Source, () => GammaSelection.NeighborMass(
            data.Rows, o => o with { Seed = seed, MaxDegreeOfParallelism = context.Batch.MaxDegreeOfParallelism }, context.Cancellation));
        facts.Add(new("gamma.rule", NeighborMass));
        facts.Add(new("gamma.rows", choice.RowsUsed.ToString(CultureInfo.InvariantCulture)));
        facts.Add(new("gamma.mass", choice.Found.ToString("R", CultureInfo.InvariantCulture)));
        if (choice.Sampled)
            context.Say($"gamma was chosen from a sample of {Numbers.Count(choice.RowsUsed)} of {Numbers.Count(data.RowCount)} rows (seed {seed}).");
        return choice.Gamma;
    }

    private static SupportVectorModel[] FitMembers(
        string path, DataTable data, double gamma, string split, int members, int seed, List<KeyValuePair<string, string>> facts)
    {
        facts.Add(new("split", split));
        int[][] rows = MemberSplit.Draw(split, data.RowCount, members, seed);
        if (split == MemberSplit.All)
        {
            SupportVectorModel one = EngineErrors.Translate(path, () => KernelDensity.Fit(data.Rows, gamma));
            return [.. Enumerable.Repeat(one, members)];
        }

        return [.. rows.Select(chosen => EngineErrors.Translate(path, () => KernelDensity.Fit(MemberSplit.Take(data.Rows, chosen), gamma)))];
    }
}
