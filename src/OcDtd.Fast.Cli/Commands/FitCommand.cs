using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Commands.Fitting;
using OcDtd.Fast.Data;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd fit</summary>
internal sealed class FitCommand : CliCommand
{
    /// <summary>Far more than help; a slip of the finger is not to fill the memory.</summary>
    private const int MostMembers = 10_000;

    private readonly Argument<string> _data;
    private readonly Option<string> _output;
    private readonly MemberOptions _each;
    private readonly EnsembleOptions _ensemble;
    private readonly Option<int> _members;
    private readonly Option<string> _split;
    private readonly Option<string> _scale;
    private readonly DecisionOptions _decision;
    private readonly Option<string> _shape;
    private readonly ExplanationOptions _explanation;
    private readonly Option<int> _seed;

    internal FitCommand()
        : base("fit", "Trains a model on normal rows.")
    {
        _data = AddArgument("DATA", "Normal rows: .npy, .csv, IDX, or a folder of images.");
        _output = AddOption<string>("--output", "M.onnx", "Where to write the model.", required: true, "-o");
        _each = new MemberOptions(this);
        _ensemble = new EnsembleOptions(this);
        _members = AddOption<int>("--members", "N", "Members of the ensemble (default: 2).");
        _split = AddChoice("--split", "Which rows a member gets (default: halves, disjoint parts of equal size).", Splits.Names);
        _scale = AddChoice("--scale", "How features are scaled, as fitted on DATA; part of the model (default: none).", [.. ScalingNames.All]);
        _decision = new DecisionOptions(this);
        _shape = AddOption<string>("--shape", "H,W[,C]", "How a row is an image (default: as the data say).");
        _explanation = new ExplanationOptions(this);
        _seed = AddOption<int>("--seed", "N", "Seed of every random choice (default: 0).");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string path = parsed.GetRequiredValue(_data), output = parsed.GetRequiredValue(_output), ensemble = _ensemble.Name(parsed);
        EnsembleChoices choices = _ensemble.Choices(parsed);
        MemberSettings[] settings = _each.Read(parsed, MemberCount(parsed, ensemble));
        int seed = Seed(parsed);
        MemberSplit? split = Split(parsed, ensemble);
        ModelFiles.RequireFolder(output);

        using DataTable table = DataReader.Read(path, context.Cancellation);
        ImageShape? shape = ModelFiles.Shape(parsed.GetValue(_shape), table.FeatureCount, table.Shape);
        using CalibrationRows? calibration = _decision.Read(parsed, table.FeatureCount, table.FeatureNames, context);
        var data = new TrainingData(table, ScalingNames.TryParse(parsed.GetValue(_scale), out ScalingKind scaling) ? scaling : ScalingKind.None);

        TrainingFacts facts = StartFacts(path, table, settings, seed, split);
        TrainedMember[] members = Train(data, settings, split, seed, facts, context);
        OneClassModel model = ModelMaker.Join(path, ensemble, Array.ConvertAll(members, member => member.Model), choices, context.Batch)
            .WithScaling(data.Scaling);
        if (calibration is not null)
            facts.Add(calibration.Fact);
        ModelDescription description = _explanation.Describe(parsed) with
        {
            Shape = ModelFiles.Shape(shape),
            FeatureNames = table.FeatureNames,
            Decision = calibration?.Decide(model, context) ?? Boundary(ensemble, members),
            TrainedWith = facts.All,
        };
        ModelFiles.Save(model, output, description);
        ModelSummary.Answer(context, model, description, output);
    }

    private static TrainingFacts StartFacts(string path, DataTable table, MemberSettings[] settings, int seed, MemberSplit? split)
    {
        var facts = new TrainingFacts();
        string[] estimators = [.. settings.Select(member => member.Estimator)];
        facts.Add("estimator", estimators.Distinct().Count() == 1 ? estimators[0] : string.Join(',', estimators));
        facts.Add("source", Path.GetFileName(path.TrimEnd('/', '\\')));
        facts.Add("rows", table.RowCount);
        facts.Add("seed", seed);
        if (split is { } chosen)
            facts.Add("split", Splits.Name(chosen));
        if (settings[0].TopSupportVectors is { } top)
            facts.Add("top_support_vectors", top);
        return facts;
    }

    /// <summary>Trains the members; those that are alike on the same rows are trained once and stand as often as they were asked for.</summary>
    private static TrainedMember[] Train(
        TrainingData data, MemberSettings[] settings, MemberSplit? split, int seed, TrainingFacts facts, RunContext context)
    {
        int[][]? rows = split is { } chosen and not MemberSplit.All
            ? EngineErrors.Translate(data.Source, () => MemberRows.Draw(chosen, data.RowCount, settings.Length, seed))
            : null;
        bool alike = settings.Distinct().Count() == 1;
        var widths = new WidthChooser(data, seed, facts, context);
        var trainer = new MemberTrainer(data, seed, facts, context);
        double? width = alike ? widths.Choose(settings[0].Gamma, "") : null;
        var members = new TrainedMember[settings.Length];
        for (int i = 0; i < members.Length; i++)
        {
            int earlier = rows is null ? Array.IndexOf(settings, settings[i]) : i;
            string prefix = alike && rows is null ? "" : $"member{i}.";
            members[i] = earlier < i
                ? members[earlier]
                : trainer.Train(settings[i], width ?? widths.Choose(settings[i].Gamma, prefix), rows?[i], prefix);
        }

        return members;
    }

    /// <summary>A single trained SVM knows its own boundary.</summary>
    private static DecisionRule? Boundary(string ensemble, TrainedMember[] members) =>
        ensemble == ModelMaker.None && members[0].Threshold is { } threshold ? DecisionRule.FromSupportVectorMachine(threshold) : null;

    private int Seed(ParseResult parsed) => parsed.GetValue(_seed) is >= 0 and var seed
        ? seed
        : throw new InputException($"--seed is {parsed.GetValue(_seed)}; expected 0 or more.");

    /// <summary>How rows are shared out; a single model has nothing to share.</summary>
    private MemberSplit? Split(ParseResult parsed, string ensemble)
    {
        if (ensemble != ModelMaker.None)
            return Splits.Parse(parsed.GetValue(_split) ?? Splits.Name(MemberSplit.Halves));
        return parsed.GetResult(_split) is null
            ? null
            : throw new UsageException(
                $"--split {parsed.GetValue(_split)} needs --ensemble {ModelMaker.Bagging}, {ModelMaker.GlobalTimes} or {ModelMaker.LocalTimes}.");
    }

    private int MemberCount(ParseResult parsed, string ensemble)
    {
        if (parsed.GetResult(_members) is null)
            return ensemble == ModelMaker.None ? 1 : 2;

        int members = parsed.GetValue(_members);
        if (members is < 1 or > MostMembers)
            throw new UsageException($"--members is {members}; expected 1 to {MostMembers}.");
        if (ensemble == ModelMaker.None && members != 1)
            throw new UsageException($"--members {members} needs --ensemble {ModelMaker.Bagging}, {ModelMaker.GlobalTimes} or {ModelMaker.LocalTimes}.");
        if (ensemble is ModelMaker.GlobalTimes or ModelMaker.LocalTimes && members != 2)
            throw new UsageException($"--ensemble {ensemble} takes two members; --members is {members}.");
        return members;
    }
}
