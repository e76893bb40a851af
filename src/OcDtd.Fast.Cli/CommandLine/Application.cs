using System.CommandLine;
using OcDtd.Fast.Cli.Commands;
using OcDtd.Fast.Data;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>Parses the command line, runs a command, and turns whatever goes wrong into one line and an exit code.</summary>
internal static class Application
{
    /// <summary>The whole program; returns the exit code.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error)
    {
        RootCommand root = MakeRoot();
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            error.WriteLine($"ocdtd: {PlainText.OneLine(UsageError(root, parsed))}");
            error.WriteLine($"Try '{Usage(parsed)} --help'.");
            return ExitCode.Usage;
        }

        using var interrupt = new CancellationTokenSource();
        ConsoleCancelEventHandler onInterrupt = (_, e) =>
        {
            e.Cancel = true; // the command unwinds, so that nothing half-written stays
            interrupt.Cancel();
        };
        Console.CancelKeyPress += onInterrupt;
        try
        {
            return Invoke(parsed, output, error, interrupt.Token);
        }
        finally
        {
            Console.CancelKeyPress -= onInterrupt;
        }
    }

    private static RootCommand MakeRoot()
    {
        var root = new RootCommand("ocdtd: one-class models that say how anomalous a row is, and which of its features made it so.");
        CommonOptions.AddTo(root);
        foreach (CliCommand command in CliCommand.All())
            root.Subcommands.Add(command);
        return root;
    }

    private static int Invoke(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken interrupt)
    {
        try
        {
            if (parsed.CommandResult.Command is not CliCommand command || parsed.Action is not null)
                return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });

            command.Execute(parsed, new RunContext(output, error, CommonOptions.Read(parsed), interrupt));
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (AggregateException e) when (interrupt.IsCancellationRequested && e.Flatten().InnerExceptions.Any(i => i is OperationCanceledException))
        {
            return ExitCode.Interrupted;
        }
        catch (UsageException e)
        {
            error.WriteLine($"ocdtd: {PlainText.OneLine(e.Message)}");
            error.WriteLine($"Try '{Usage(parsed)} --help'.");
            return ExitCode.Usage;
        }
        catch (Exception e)
        {
            error.WriteLine($"ocdtd: {Describe(e)}");
            return ExitCode.Failure;
        }
    }

    /// <summary>What is wrong with the command line; of an unknown command the parser would say only that one is missing.</summary>
    private static string UsageError(RootCommand root, ParseResult parsed) =>
        parsed.CommandResult.Command == root && parsed.UnmatchedTokens is [var unknown, ..]
            ? $"'{unknown}' is not a command; expected {string.Join(", ", root.Subcommands.Select(command => command.Name))}."
            : parsed.Errors[0].Message;

    private static string Describe(Exception e) => e switch
    {
        // What a worker thread or a type's first use threw is inside; the outermost says nothing to anyone.
        AggregateException { InnerException: { } inner } => Describe(inner),
        TypeInitializationException { InnerException: { } inner } => Describe(inner),
        InputException or DataException or ModelFormatException => PlainText.OneLine(e.Message),
        IOException or UnauthorizedAccessException => PlainText.OneLine(e.Message),
        OutOfMemoryException => "not enough memory for this input.",
        InvalidOperationException or ArgumentException => PlainText.OneLine(EngineErrors.WithoutParameter(e.Message)),
        _ => PlainText.OneLine($"unexpected {e.GetType().Name}: {e.Message}"),
    };

    private static string Usage(ParseResult parsed) =>
        parsed.CommandResult.Command is CliCommand command ? $"ocdtd {command.Name}" : "ocdtd";
}
