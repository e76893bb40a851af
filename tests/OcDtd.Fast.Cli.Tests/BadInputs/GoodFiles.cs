using System.Text;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests.BadInputs;

/// <summary>Files that nothing is wrong with, for the one bad file of each case to stand beside.</summary>
internal static class GoodFiles
{
    /// <summary>Features of the model and rows.</summary>
    internal const int Features = 3;

    private static readonly Lazy<Dictionary<string, byte[]>> s_files = new(Make);

    /// <summary>
    /// A folder with m.onnx (4 support vectors), x.npy (5 rows), y.npy (labels), u.npy and a.npy (what m.onnx came from), v.npy and b.npy
    /// (3 support vectors), s.model (libsvm's, 4 support vectors).
    /// </summary>
    internal static TempFolder Copy()
    {
        var folder = new TempFolder();
        foreach ((string name, byte[] bytes) in s_files.Value)
            folder.Write(name, bytes);
        return folder;
    }

    internal static byte[] Model => s_files.Value["m.onnx"];

    private static Dictionary<string, byte[]> Make()
    {
        using var folder = new TempFolder();
        folder.Write("u.npy", Samples.Rows(1, 4, Features));
        folder.Write("a.npy", (double[])[0.1, 0.2, 0.3, 0.4]);
        folder.Write("v.npy", Samples.Rows(2, 3, Features));
        folder.Write("b.npy", (double[])[1, 1, 1]);
        folder.Write("x.npy", Samples.Rows(3, 5, Features));
        folder.Write("y.npy", NpyBytes.Of<byte>("|u1", "(5,)", [0, 1, 0, 1, 0]));
        folder.Write("s.model", LibsvmText.Good);
        folder.Write("text", Encoding.UTF8.GetBytes("nothing that is read\n"));
        Ocdtd.Succeed("import", "--support-vectors", folder["u.npy"], "--dual-coef", folder["a.npy"], "--gamma", "0.5", "-o", folder["m.onnx"]);
        return folder.Names().ToDictionary(name => name, name => File.ReadAllBytes(folder[name]));
    }
}
