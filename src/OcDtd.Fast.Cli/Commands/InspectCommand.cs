using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd inspect</summary>
internal sealed class InspectCommand : CliCommand
{
    private readonly Argument<string> _model;

    internal InspectCommand()
        : base("inspect", "Says what a model file is.") => _model = AddArgument("MODEL", "A model file.");

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        SavedModel saved = ModelFiles.Load(parsed.GetRequiredValue(_model));
        Dictionary<string, object?> facts = ModelSummary.Facts(saved.Model);
        facts["rule"] = Rules.Name(saved.Description.Rule);
        facts["shape"] = saved.Description.Shape?.ToString();
        facts["feature_names"] = saved.Description.FeatureNames;
        DecisionSummary.Add(facts, saved.Description.Decision);
        foreach ((string name, string value) in saved.Description.TrainedWith)
            facts[$"trained.{name}"] = value;
        FileFacts.Add(facts, saved);
        context.Answer(facts, ModelSummary.Lines(FileFacts.Readable(facts)));
    }
}
