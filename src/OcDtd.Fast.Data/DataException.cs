namespace OcDtd.Fast.Data;

/// <summary>
/// What is on disk cannot be used. The message is one line: file, where in it, what was found, what was expected.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>Makes the exception; line breaks and other control characters in the message become spaces.</summary>
    /// <param name="message">File, place, what was found, what was expected.</param>
    /// <param name="innerException">What the operating system or a decoder said, if anything.</param>
    public DataException(string message, Exception? innerException = null)
        : base(OneLine(message), innerException)
    {
    }

    // Names and values from a broken file end up in messages: they must not break the line nor drive a terminal.
    private static string OneLine(string message) =>
        message.Any(char.IsControl) ? string.Concat(message.Select(static c => char.IsControl(c) ? ' ' : c)) : message;
}
