using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Demo;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests.Support;

/// <summary>The demo's digits in the layout of MNIST: small, and there on every machine.</summary>
internal static class EmbeddedMnist
{
    /// <summary>Writes the four files; every <paramref name="step"/>th row of the demo's.</summary>
    internal static void Write(TempFolder folder, string name, int step)
    {
        using Digits digits = Digits.Load();
        int[] train = Every(digits.Train.RowCount, step), test = Every(digits.Test.RowCount, step);
        folder.Write($"{name}/train-images-idx3-ubyte", Images(digits.Train, train));
        folder.Write($"{name}/train-labels-idx1-ubyte", Labels([.. train.Select(_ => (byte)Digits.Inlier)]));
        folder.Write($"{name}/t10k-images-idx3-ubyte", Images(digits.Test, test));
        folder.Write($"{name}/t10k-labels-idx1-ubyte", Labels([.. test.Select(row => (byte)digits.TestLabels[row])]));
    }

    private static int[] Every(int count, int step) => [.. Enumerable.Range(0, count / step).Select(i => i * step)];

    private static byte[] Images(DataTable table, int[] rows)
    {
        byte[] pixels = [.. MemberRows.Take(table.Rows, rows).AsSpan().ToArray().Select(value => (byte)MathF.Round(value * 255))];
        return IdxBytes.Of([(uint)rows.Length, 28, 28], pixels);
    }

    private static byte[] Labels(byte[] labels) => IdxBytes.Of([(uint)labels.Length], labels);
}
