using OcDtd.Fast.Files;

namespace OcDtd.Fast.Data.Files;

/// <summary>Writes files that are whole or absent; what goes wrong becomes a <see cref="DataException"/>.</summary>
internal static class OutputFile
{
    internal static void Write(string path, Action<Stream> write) => Try(path, () => AtomicFile.Write(path, write));

    internal static PendingFile Create(string path)
    {
        PendingFile? file = null;
        Try(path, () => file = AtomicFile.Create(path));
        return file!;
    }

    internal static void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Error(path, e, "written");
        }
    }
}
