namespace OcDtd.Fast.Onnx;

/// <summary>The data file beside a model file that would pass protobuf's limit: it holds the support vectors, and nothing else.</summary>
/// <param name="Name">Its name, in the model file's folder.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of all of it, 64 lower-case hexadecimal digits; the model file carries it.</param>
public sealed record DataFile(string Name, long Size, string Sha256);
