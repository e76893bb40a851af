using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests.BadInputs;

/// <summary>Widths, coefficients, neighbours, shapes, labels and places to write to that cannot be used.</summary>
public sealed class BadOptionTests
{
    private const string Import = "import --support-vectors @u.npy --dual-coef @a.npy --gamma 0.5 -o @out";
    private const string ImportTwo = "import --support-vectors @u.npy --dual-coef @a.npy --gamma 0.5 " +
        "--support-vectors @v.npy --dual-coef @b.npy --gamma 2 --ensemble local-times -o @out ";

    private static readonly BadInput[] s_cases =
    [
        .. from gamma in new[] { "0", "-0.5", "NaN", "inf", "1e999", "wide", "1,5" }
           select Plain($"import gamma {gamma}", $"import --support-vectors @u.npy --dual-coef @a.npy --gamma {gamma} -o @out", "--gamma", $"'{gamma}'", "above 0"),
        .. from gamma in new[] { "0", "-0.5", "NaN", "inf", "1e999", "wide", "Median" }
           select Plain($"fit gamma {gamma}", $"fit @x.npy --gamma {gamma} -o @out", "--gamma", $"'{gamma}'", "above 0"),
        Plain("second gamma", "import --support-vectors @u.npy --dual-coef @a.npy --gamma 1 --support-vectors @v.npy --dual-coef @b.npy --gamma 0 " +
            "--ensemble bagging -o @out", "--gamma", "'0'"),

        Coefficients("negative coefficient", [0.1, -0.2, 0.3, 0.4], "dual coefficient", "-0.2", "0 or more"),
        Coefficients("coefficients of zero", [0, 0, 0, 0], "all 4", "are 0", "positive sum"),
        Coefficients("coefficient NaN", [0.1, 0.2, double.NaN, 0.4], "row 3", "NaN", "finite"),
        Coefficients("coefficient infinite", [0.1, 0.2, 0.3, double.PositiveInfinity], "row 4", "infinity", "finite"),
        Coefficients("coefficients too few", [0.1, 0.2, 0.3], "3 dual coefficients", "4 support vectors"),
        Coefficients("coefficients too many", [0.1, 0.2, 0.3, 0.4, 0.5], "5 dual coefficients", "4 support vectors"),
        Coefficients("no coefficients", [], "(0,)", "at least one"),
        new("coefficients of two axes", static f => f.Write("bad.npy", NpyBytes.Of<double>("<f8", "(2, 2)", [1, 2, 3, 4])),
            "import --support-vectors @u.npy --dual-coef @bad.npy --gamma 1 -o @out", "bad.npy", "(2, 2)", "one number a row"),
        new("coefficients of whole numbers", static f => f.Write("bad.npy", NpyBytes.Of<int>("<i4", "(4,)", [1, 2, 3, 4])),
            "import --support-vectors @u.npy --dual-coef @bad.npy --gamma 1 -o @out", "bad.npy", "<i4", "expected <f4 or <f8"),
        Plain("missing coefficients", "import --support-vectors @u.npy --dual-coef @bad.npy --gamma 1 -o @out", "bad.npy", "no such file"),
        Plain("missing support vectors", "import --support-vectors @bad.npy --dual-coef @a.npy --gamma 1 -o @out", "bad.npy", "no such file"),
        new("no support vectors", static f => f.Write("bad.npy", NpyBytes.Of<float>("<f4", "(0, 3)", [])),
            "import --support-vectors @bad.npy --dual-coef @a.npy --gamma 1 -o @out", "bad.npy", "(0, 3)", "at least one row"),
        new("members that differ in features", static f => f.Write("v.npy", NpyBytes.Of<float>("<f4", "(3, 2)", [1, 2, 3, 4, 5, 6])),
            ImportTwo.Trim(), "v.npy", "2 features", "3"),

        Plain("missing libsvm model", "import --libsvm @bad.model -o @out", "bad.model", "no such file"),
        Plain("text for a libsvm model", "import --libsvm @text -o @out", "text: line 1", "\"nothing\"", "svm_type"),
        Plain("an array for a libsvm model", "import --libsvm @u.npy -o @out", "u.npy: line 1"),
        Libsvm("libsvm classifier", 1, "svm_type c_svc", "line 1", "\"c_svc\"", "only svm_type one_class with kernel_type rbf"),
        Libsvm("libsvm kernel", 2, "kernel_type polynomial", "line 2", "\"polynomial\"", "kernel_type rbf"),
        Libsvm("libsvm count that lies", 5, "total_sv 2000000000", "4 support vectors", "total_sv on line 5 is 2000000000"),
        Libsvm("libsvm NaN", 8, "0.5 1:nan", "line 8, feature 1", "NaN"),
        Plain("second libsvm model", "import --libsvm @s.model --libsvm @bad.model --ensemble bagging -o @out", "bad.model", "no such file"),
        Plain("libsvm model of more features", "import --libsvm @s.model --features 2 -o @out", "s.model: line 8", "\"3\"", "1 to 2"),
        Plain("libsvm model of more features than the shape", "import --libsvm @s.model --shape 1,2 -o @out", "s.model: line 8", "\"3\"", "1 to 2"),
        Plain("shape unlike the features", "import --libsvm @s.model --features 5 --shape 2,2 -o @out", "--shape 2,2", "4 values", "5"),
        Plain("shape for libsvm that is none", "import --libsvm @s.model --shape 2 -o @out", "--shape is '2'", "H,W"),

        .. from neighbors in new[] { "0", "-1", "4", "4,1", "4,4", "999999999" }
           select Plain($"k of {neighbors}", ImportTwo + $"--neighbors {neighbors}", "--neighbors", $"K is {neighbors.Split(',')[0]}", "1 to 3", "second member"),
        .. from neighbors in new[] { "1,0", "3,-2", "3,5" }
           select Plain($"l of {neighbors}", ImportTwo + $"--neighbors {neighbors}", "--neighbors", $"L is {neighbors.Split(',')[1]}", "1 to 4", "first member"),
        .. from neighbors in new[] { "2,", ",2", "1,2,3", "two", "1.5", "99999999999" }
           select Plain($"neighbors {neighbors}", ImportTwo + $"--neighbors {neighbors}", "--neighbors", $"'{neighbors}'", "K or K,L"),
        .. from fraction in new[] { "0", "-0.1", "1.01", "NaN" }
           select Plain($"fraction {fraction}", ImportTwo + $"--neighbor-fraction {fraction}", "--neighbor-fraction", fraction, "above 0, at most 1"),
        Plain("fit k out of range", "fit @x.npy --gamma 1 --ensemble local-times --neighbors 4 -o @out", "--neighbors", "K is 4", "1 to "),

        .. from shape in new[] { "3", "0,3", "-1,-3", "a,b", "1,1,1,3", "65536,65536" }
           select Plain($"shape {shape}", Import + $" --shape {shape}", "--shape", $"'{shape}'", "H,W"),
        Plain("shape of another size", Import + " --shape 2,2", "--shape 2,2", "4 values", "a row has 3"),
        Plain("fit shape of another size", "fit @x.npy --gamma 1 --shape 1,3,3 -o @out", "--shape 1,3,3", "9 values", "a row has 3"),
        Plain("explain shape of another size", "explain @m.onnx @x.npy -o @out --heatmaps @h --shape 2,2", "--shape 2,2", "4 values", "a row has 3"),

        new("one row", static f => f.Write("one.npy", NpyBytes.Of<float>("<f4", "(1, 3)", [1, 2, 3])), "fit @one.npy -o @out", "one.npy", "two rows"),
        new("rows that coincide", static f => f.Write("same.npy", NpyBytes.Of<float>("<f4", "(4, 3)", new float[12])),
            "fit @same.npy -o @out", "same.npy", "No gamma", "coincide"),
        Plain("negative seed", "fit @x.npy --gamma 1 --seed -1 -o @out", "--seed is -1", "0 or more"),
        Plain("more members than rows", "fit @x.npy --gamma 1 --ensemble bagging --members 6 -o @out", "x.npy", "5 rows", "6 members"),

        Plain("folder of output missing", "score @m.onnx @x.npy -o @nowhere/out.npy", "out.npy", "nowhere", "does not exist"),
        Plain("folder of fit's output missing", "fit @x.npy -o @nowhere/m.onnx", "m.onnx", "nowhere", "does not exist"),
        Plain("folder of import's output missing", Import.Replace("@out", "@nowhere/m.onnx", StringComparison.Ordinal), "nowhere", "does not exist"),
        Plain("folder of flip's output missing", "flip @m.onnx @x.npy -o @nowhere/c.npy", "c.npy", "nowhere", "does not exist"),
        Plain("folder of explain's output missing", "explain @m.onnx @x.npy -o @nowhere/r.npy", "r.npy", "nowhere", "does not exist"),
        Plain("folder of the residual missing", "explain @m.onnx @x.npy -o @out --residual @nowhere/e.npy", "e.npy", "does not exist"),
        Plain("folder of the prototypes missing", "explain @m.onnx @x.npy -o @out --prototypes @nowhere/p.csv", "p.csv", "does not exist"),
        Plain("folder of the top features missing", "explain @m.onnx @x.npy -o @out --top-features @nowhere/f.csv", "f.csv", "nowhere"),
        .. from name in new[] { "f.npy", "f", "csv", ".txt.gz" }
           select Plain(
               $"top features in {name}", $"explain @m.onnx @x.npy -o @out --top-features @{name}", "--top-features", name, ".csv, .json or .txt"),
        .. from command in new[]
           {
               "score @m.onnx @x.npy -o @taken", "fit @x.npy -o @taken", "flip @m.onnx @x.npy -o @taken", "explain @m.onnx @x.npy -o @taken",
               "explain @m.onnx @x.npy -o @out --residual @taken",
               "explain @m.onnx @x.npy -o @out --top-features @taken", Import.Replace("@out", "@taken", StringComparison.Ordinal),
               "import --libsvm @s.model -o @taken",
           }
           select new BadInput($"a folder in place: {command}", static f => Directory.CreateDirectory(f["taken"]), command, "taken", "is a folder"),
        Plain("heatmaps where a file is", "explain @m.onnx @x.npy -o @out --shape 1,3 --heatmaps @text", "--heatmaps", "text", "is a file"),
        Plain("heatmaps under a file", "explain @m.onnx @x.npy -o @out --shape 1,3 --heatmaps @text/h", "--heatmaps", "text", "is a file"),
        Plain("demo where a file is", "demo --out @text", "--out", "text", "is a file"),
        Plain("demo under a file", "demo --out @text/d", "--out", "text", "is a file"),
        Plain("top features of zero", "explain @m.onnx @x.npy -o @out --top-features @f.csv --top 0", "--top", "0", "1 or more"),
        Plain("top of zero", "explain @m.onnx @x.npy -o @out --prototypes @p.csv --top 0", "--top", "0", "1 or more"),

        Labels("labels too few", "(4,)", [0, 1, 0, 1], "4 labels", "expected 5"),
        Labels("labels too many", "(6,)", [0, 1, 0, 1, 0, 1], "6 labels", "expected 5"),
        Labels("label of two", "(5,)", [0, 1, 2, 1, 0], "label 3", "is 2", "expected 1 (outlier) or 0"),
        Labels("inliers only", "(5,)", [0, 0, 0, 0, 0], "no label is 1", "outlier"),
        Labels("outliers only", "(5,)", [1, 1, 1, 1, 1], "no label is 0", "inlier"),
        Labels("labels of two axes", "(2, 2)", [0, 1, 0, 1], "(2, 2)", "one number a row"),
        new("label of one half", static f => f.Write("bad.csv", "0\n0.5\n1\n0\n1\n"),
            "evaluate @m.onnx @x.npy --labels @bad.csv", "bad.csv", "row 2", "0.5", "whole number"),
        Plain("missing labels", "evaluate @m.onnx @x.npy --labels @bad.npy", "bad.npy", "no such file"),

        Relevance("relevance of other rows", "(4, 3)", 12, "4 × 3", "expected 5 × 3"),
        Relevance("relevance of other features", "(5, 2)", 10, "5 × 2", "expected 5 × 3"),
        Plain("missing relevance", "flip @m.onnx @x.npy --relevance @bad.npy -o @out", "bad.npy", "no such file"),
    ];

    public static TheoryData<string> Names => BadInput.NamesOf(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused(string name) => s_cases.Single(c => c.Name == name).Check();

    private static BadInput Plain(string name, string command, params string[] essentials) => new(name, static _ => { }, command.Trim(), essentials);

    private static BadInput Coefficients(string name, double[] values, params string[] essentials) => new(
        name,
        f => f.Write("bad.npy", NpyBytes.Of<double>("<f8", $"({values.Length},)", values)),
        "import --support-vectors @u.npy --dual-coef @bad.npy --gamma 1 -o @out",
        ["bad.npy", .. essentials]);

    private static BadInput Libsvm(string name, int line, string text, params string[] essentials) => new(
        name, f => f.Write("bad.model", LibsvmText.With(line, text)), "import --libsvm @bad.model -o @out", ["bad.model", .. essentials]);

    private static BadInput Labels(string name, string shape, byte[] values, params string[] essentials) => new(
        name, f => f.Write("bad.npy", NpyBytes.Of<byte>("|u1", shape, values)), "evaluate @m.onnx @x.npy --labels @bad.npy", ["bad.npy", .. essentials]);

    private static BadInput Relevance(string name, string shape, int values, params string[] essentials) => new(
        name,
        f => f.Write("bad.npy", NpyBytes.Of<float>("<f4", shape, new float[values])),
        "flip @m.onnx @x.npy --relevance @bad.npy -o @out",
        ["bad.npy", .. essentials]);
}
