namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>Bad input, in one clear line: what, where, found, expected. Exit code 1.</summary>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Options that do not go together, in one clear line. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Turns what the engine refuses into a line about the user's input.</summary>
internal static class EngineErrors
{
    /// <summary>Runs <paramref name="make"/>; what it refuses becomes a line that starts with <paramref name="source"/>.</summary>
    internal static T Translate<T>(string source, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new InputException($"{source}: {WithoutParameter(e.Message)}", e);
        }
    }

    /// <summary>The runtime appends "(Parameter 'x')", which means nothing to someone at a command line.</summary>
    internal static string WithoutParameter(string message)
    {
        int end = message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
