using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests.BadInputs;

/// <summary>Rows that cannot be used.</summary>
public sealed class BadDataTests
{
    private const string Score = "score @m.onnx @bad.npy -o @out";
    private const string ScoreCsv = "score @m.onnx @bad.csv -o @out";
    private const string ScoreIdx = "score @m.onnx @bad-idx3-ubyte -o @out";
    private const string ScoreImages = "score @m.onnx @bad -o @out";

    private static readonly float[] s_six = [1, 2, 3, 4, 5, 6];

    private static readonly BadInput[] s_cases =
    [
        Npy("NaN in f4", NpyBytes.Of<float>("<f4", "(2, 3)", [1, 2, 3, 4, 5, float.NaN]), "row 2, column 3", "NaN", "finite"),
        Npy("infinity in f4", NpyBytes.Of<float>("<f4", "(2, 3)", [1, float.PositiveInfinity, 3, 4, 5, 6]), "row 1, column 2", "infinity"),
        Npy("minus infinity in f8", NpyBytes.Of<double>("<f8", "(2, 3)", [1, 2, 3, double.NegativeInfinity, 5, 6]), "row 2, column 1", "-infinity"),
        Npy("NaN in f8", NpyBytes.Of<double>("<f8", "(2, 3)", [double.NaN, 2, 3, 4, 5, 6]), "row 1, column 1", "NaN"),
        Npy("beyond float32", NpyBytes.Of<double>("<f8", "(2, 3)", [1, 2, 3, 4, 1e300, 6]), "row 2, column 2", "1E+300", "float32"),
        Npy("NaN in Fortran order", NpyBytes.Of<float>("<f4", "(2, 3)", [1, 4, 2, 5, float.NaN, 6], fortran: true), "row 1, column 3", "NaN"),
        Npy("one feature too many", NpyBytes.Of<float>("<f4", "(1, 4)", [1, 2, 3, 4]), "4 features", "expects 3"),
        Npy("images of another size", NpyBytes.Of<byte>("|u1", "(1, 2, 2)", [1, 2, 3, 4]), "4 features", "expects 3"),
        Npy("no rows", NpyBytes.Of<float>("<f4", "(0, 3)", []), "(0, 3)", "at least one row"),
        Npy("no features", NpyBytes.Of<float>("<f4", "(3, 0)", []), "(3, 0)", "at least one row and one feature"),
        Npy("one axis", NpyBytes.Of<float>("<f4", "(3,)", [1, 2, 3]), "(3,)", "expected rows first"),
        Npy("cut short", NpyBytes.Of<float>("<f4", "(2, 3)", s_six)[..^1], "(2, 3)", "expected 24 bytes", "found 23"),
        Npy("cut in the header", NpyBytes.Of<float>("<f4", "(2, 3)", s_six)[..50], "header is cut short"),
        Npy("over-long", [.. NpyBytes.Of<float>("<f4", "(2, 3)", s_six), 0], "expected 24 bytes", "found 25"),
        Npy("size that lies", NpyBytes.Of<float>("<f4", "(1000000000, 3)", s_six), "(1000000000, 3)", "expected 12000000000 bytes", "found 24"),
        Npy("size beyond reason", NpyBytes.Of<float>("<f4", "(9223372036854775807, 9223372036854775807)", s_six), "too large"),
        Npy("whole numbers", NpyBytes.Of<long>("<i8", "(2, 3)", [1, 2, 3, 4, 5, 6]), "<i8", "expected <f4, <f8 or |u1"),
        Npy("big-endian", NpyBytes.Of<float>(">f4", "(2, 3)", s_six), "big-endian"),
        Npy("complex", NpyBytes.Of<double>("<c16", "(1, 3)", [1, 2, 3, 4, 5, 6]), "<c16", "expected"),
        Npy("not .npy inside", "1,2,3\n"u8.ToArray(), "magic"),
        Npy("no bytes", [], "magic is cut short"),
        new("missing data", static _ => { }, Score, "bad.npy", "no such file"),
        new("data of no known kind", static _ => { }, "score @m.onnx @text -o @out", "text", "not a known kind", "expected"),

        Csv("csv NaN", "1,2,3\n4,nan,6\n", "row 2, column 2", "NaN", "finite"),
        Csv("csv infinity under a header", "a,b,c\n1,2,3\n4,5,inf\n", "row 3, column 3", "\"c\"", "infinity"),
        Csv("csv text", "1,2,3\n4,x,6\n", "row 2, column 2", "\"x\"", "expected a number"),
        Csv("csv empty field", "1,2,3\n4,,6\n", "row 2, column 2", "empty", "expected a number"),
        Csv("csv ragged", "1,2,3\n4,5\n", "row 2", "2 fields", "expected 3"),
        Csv("csv of another width", "1,2\n", "2 features", "expects 3"),
        Csv("csv without rows", "a,b,c\n", "no rows"),
        Csv("csv without anything", "", "empty"),

        Idx("idx magic", [0, 0, 8, 0, 1, 2], "000008"),
        Idx("idx type", IdxBytes.Of([2, 3, 1], [1, 2, 3, 4, 5, 6], type: 0x0D), "0x0D", "0x08"),
        Idx("idx size too large", IdxBytes.Of([3, 3, 1], [1, 2, 3, 4, 5, 6]), "(3, 3, 1)", "expected 9 bytes", "found 6"),
        Idx("idx size too small", IdxBytes.Of([1, 3, 1], [1, 2, 3, 4, 5, 6]), "(1, 3, 1)", "expected 3 bytes", "found 6"),
        Idx("idx cut in its header", IdxBytes.Of([2, 3, 1], [])[..9], "cut short"),
        Idx("idx of another size", IdxBytes.Of([1, 2, 2], [1, 2, 3, 4]), "4 features", "expects 3"),
        Idx("gzip cut short", IdxBytes.GZip(IdxBytes.Of([200, 3, 1], Bytes(600)))[..^9], "expected 600 unpacked bytes"),
        Idx("gzip without its last byte", IdxBytes.GZip(IdxBytes.Of([200, 3, 1], Bytes(600)))[..^1], "gzip", "cut short"),
        Idx("gzip with a size that lies", IdxBytes.GZip(IdxBytes.Of([4_000_000_000, 3, 1], Bytes(600))), "4000000000", "too large"),
        Idx("gzip with more than it claims", IdxBytes.GZip(IdxBytes.Of([2, 3, 1], Bytes(600))), "(2, 3, 1)", "found more"),

        Images("an image that does not decode", static f => f.Write("bad/b.png", "no picture"), "b.png", "does not decode"),
        Images("an image cut short", static f => f.Write("bad/b.png", Png(3, 1).AsSpan(..^30)), "b.png", "does not decode"),
        Images("images that differ in size", static f => f.Write("bad/b.png", Png(2, 2)), "b.png", "2 x 2", "expected 3 x 1", "a.png"),
        Images("images of another size than the model's", static _ => { }, "9 features", "expects 3"),
        new("a folder without images", static f => Directory.CreateDirectory(f["bad"]), ScoreImages, "bad", "no images"),
    ];

    public static TheoryData<string> Names => BadInput.NamesOf(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused(string name) => s_cases.Single(c => c.Name == name).Check();

    /// <summary>Every command that reads rows refuses them in the same way.</summary>
    [Theory]
    [InlineData("score @m.onnx @nan.npy -o @out")]
    [InlineData("score @m.onnx @nan.npy -o @out.csv")]
    [InlineData("explain @m.onnx @nan.npy -o @out --residual @e.npy --prototypes @p.csv --top-features @f.csv --heatmaps @h --shape 1,3")]
    [InlineData("flip @m.onnx @nan.npy -o @out")]
    [InlineData("flip @m.onnx @x.npy --relevance @nan.npy -o @out")]
    [InlineData("evaluate @m.onnx @nan.npy --labels @y.npy")]
    [InlineData("fit @nan.npy -o @out")]
    [InlineData("fit @nan.npy -o @out --gamma 1 --ensemble local-times")]
    [InlineData("fit @nan.npy -o @out --estimator ocsvm --scale robust")]
    [InlineData("fit @x.npy -o @out --gamma 1 --calibration @nan.npy")]
    [InlineData("import --support-vectors @u.npy --dual-coef @a.npy --gamma 1 --calibration @nan.npy -o @out")]
    [InlineData("import --support-vectors @nan.npy --dual-coef @a.npy --gamma 1 -o @out")]
    public void Is_refused_by_every_command(string command) => new BadInput(
        command,
        static f => f.Write("nan.npy", NpyBytes.Of<float>("<f4", "(2, 3)", [1, 2, 3, 4, 5, float.NaN])),
        command,
        "nan.npy", "row 2, column 3", "NaN").Check();

    private static BadInput Npy(string name, byte[] bytes, params string[] essentials) =>
        new(name, f => f.Write("bad.npy", bytes), Score, ["bad.npy", .. essentials]);

    private static BadInput Csv(string name, string text, params string[] essentials) =>
        new(name, f => f.Write("bad.csv", text), ScoreCsv, ["bad.csv", .. essentials]);

    private static BadInput Idx(string name, byte[] bytes, params string[] essentials) =>
        new(name, f => f.Write("bad-idx3-ubyte", bytes), ScoreIdx, ["bad-idx3-ubyte", .. essentials]);

    private static BadInput Images(string name, Action<TempFolder> spoil, params string[] essentials) => new(
        name,
        f =>
        {
            Directory.CreateDirectory(f["bad"]);
            f.Write("bad/a.png", Png(3, 1));
            spoil(f);
        },
        ScoreImages,
        essentials);

    private static byte[] Png(int width, int height) => Heatmaps.Png(new float[width * height], height, width, 1);

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(static i => (byte)(i * 37 % 251))];
}
