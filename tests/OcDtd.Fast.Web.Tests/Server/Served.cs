using OcDtd.Fast.Cli.View;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Web.Tests.Support;

namespace OcDtd.Fast.Web.Tests.Server;

/// <summary>A running 'ocdtd view' of a small model, with a runtime of empty files: for tests without a browser.</summary>
public sealed class Served : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ViewProcess _view;

    public Served()
    {
        Model = ModelFiles.Colour(_folder, storesShape: true);
        Runtime = MakeRuntime(_folder.Path);
        _view = ViewProcess.Start(Model, Runtime);
    }

    internal string Model { get; }

    internal string Runtime { get; }

    internal Uri Address => _view.Address;

    public void Dispose()
    {
        _view.Dispose();
        _folder.Dispose();
    }

    /// <summary>A folder of files that are named as the runtime's.</summary>
    internal static string MakeRuntime(string parent)
    {
        string folder = Directory.CreateDirectory(Path.Combine(parent, "runtime")).FullName;
        foreach (string name in RuntimeFiles.Names)
            File.WriteAllText(Path.Combine(folder, name), $"// {name}");
        return folder;
    }
}
