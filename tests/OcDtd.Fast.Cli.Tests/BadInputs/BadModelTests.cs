using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.BadInputs;

/// <summary>Model files that cannot be used.</summary>
public sealed class BadModelTests
{
    private static readonly BadInput[] s_cases =
    [
        Model("empty", [], "empty", "expected an ONNX model"),
        Model("text", "nothing like a model"u8.ToArray(), "not an ONNX model"),
        Model("data in its place", NpyBytes.Of<float>("<f4", "(2, 3)", [1, 2, 3, 4, 5, 6]), "not an ONNX model"),
        Model("of another program", Foreign(), "not written by", "'pytorch'"),
        Model("cut short by a byte", GoodFiles.Model[..^1], "cut short"),
        Model("cut in half", GoodFiles.Model[..(GoodFiles.Model.Length / 2)], "cut short"),
        Model("with a byte too many", [.. GoodFiles.Model, 0], "damaged"),
        new("missing", static _ => { }, "score @bad.onnx @x.npy -o @out", "bad.onnx", "no such file"),
        new("a folder", static f => Directory.CreateDirectory(f["bad.onnx"]), "score @bad.onnx @x.npy -o @out", "bad.onnx", "is a folder"),
    ];

    public static TheoryData<string> Names => BadInput.NamesOf(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused(string name) => s_cases.Single(c => c.Name == name).Check();

    [Theory]
    [InlineData("score @bad.onnx @x.npy -o @out")]
    [InlineData("explain @bad.onnx @x.npy -o @out --heatmaps @h --shape 1,3")]
    [InlineData("flip @bad.onnx @x.npy -o @out")]
    [InlineData("evaluate @bad.onnx @x.npy --labels @y.npy")]
    [InlineData("inspect @bad.onnx")]
    public void Is_refused_by_every_command(string command) =>
        new BadInput(command, static f => f.Write("bad.onnx", GoodFiles.Model.AsSpan(..^1)), command, "bad.onnx", "cut short").Check();

    [Fact]
    public void Any_byte_changed_is_noticed()
    {
        byte[] good = GoodFiles.Model;
        using var folder = new TempFolder();
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 0x10;
            ProcessOutcome outcome = Ocdtd.Run("inspect", folder.Write("bad.onnx", bad));
            Assert.True(outcome is { ExitCode: 1, Output: "" }, $"byte {i} changed: {outcome}");
            BadInput.RequireLine(outcome.Error);
            Assert.Contains("bad.onnx", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_byte_missing_is_noticed()
    {
        byte[] good = GoodFiles.Model;
        using var folder = new TempFolder();
        for (int length = 0; length < good.Length; length += 7)
        {
            ProcessOutcome outcome = Ocdtd.Run("inspect", folder.Write("bad.onnx", good.AsSpan(0, length)));
            Assert.True(outcome is { ExitCode: 1, Output: "" }, $"cut to {length} bytes: {outcome}");
            BadInput.RequireLine(outcome.Error);
        }
    }

    private static BadInput Model(string name, byte[] bytes, params string[] essentials) =>
        new(name, f => f.Write("bad.onnx", bytes), "score @bad.onnx @x.npy -o @out", ["bad.onnx", .. essentials]);

    /// <summary>ONNX of another producer: ir_version 8, producer_name, a graph with a name.</summary>
    private static byte[] Foreign() => [0x08, 8, 0x12, 7, .. "pytorch"u8, 0x3A, 7, 0x12, 5, .. "graph"u8];
}
