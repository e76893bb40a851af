namespace OcDtd.Fast.Onnx;

/// <summary>A model file does not hold what it should. The message is one line: the file, the field, what was found and expected.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Names no file; thrown by nothing here.</summary>
    public ModelFormatException()
    {
    }

    /// <summary>Says <paramref name="message"/>.</summary>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says <paramref name="message"/>, because of <paramref name="innerException"/>.</summary>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
