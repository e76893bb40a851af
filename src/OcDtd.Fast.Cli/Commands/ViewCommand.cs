using System.CommandLine;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.View;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>ocdtd view</summary>
internal sealed class ViewCommand : CliCommand
{
    private readonly Argument<string> _model;
    private readonly Option<int> _port;
    private readonly Option<string> _runtime;

    internal ViewCommand()
        : base("view", "Shows a model in a browser page on this computer: draw a picture or edit a row, see score and relevance live. Ctrl-C ends it.")
    {
        _model = AddArgument("MODEL", "A model file.");
        _port = AddOption<int>("--port", "N", "Port on 127.0.0.1 (default: 0, any free one).");
        _port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int port) && port is < 0 or > 65535)
                result.AddError($"--port is {port}; expected 0 to 65535.");
        });
        _runtime = AddOption<string>(
            "--runtime", "DIR", "The folder 'dist' of the npm package onnxruntime-web (default: npm gets it, once, into a folder of the user's).");
    }

    internal override void Execute(ParseResult parsed, RunContext context)
    {
        string path = parsed.GetRequiredValue(_model);
        SavedModel saved = ModelFiles.Load(path);
        string runtime = parsed.GetValue(_runtime) is { } named ? RuntimeFiles.Named(named) : RuntimeFiles.OfUser(context);
        ServedFiles files = ServedFiles.Of(path, saved, runtime);
        using var server = PageServer.Start(parsed.GetValue(_port), files);
        context.Answer(
            new Dictionary<string, object?> { ["address"] = server.Address, ["model"] = path },
            $"{path} is at {server.Address} until Ctrl-C.");
        context.Cancellation.WaitHandle.WaitOne();
        context.Cancellation.ThrowIfCancellationRequested();
    }
}
