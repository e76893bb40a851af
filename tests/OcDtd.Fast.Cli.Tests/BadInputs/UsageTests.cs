using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.BadInputs;

/// <summary>Command lines that are wrong in themselves: exit code 2, one clear line, and where to look.</summary>
public sealed class UsageTests
{
    private const string Import = "import --support-vectors u --dual-coef a --gamma 1 -o m";
    private const string ImportTwo = "import --support-vectors @u.npy --dual-coef @a.npy --gamma 1 --support-vectors @v.npy --dual-coef @b.npy --gamma 1 -o @m";

    [Theory]
    [InlineData("", "ocdtd", "command")]
    [InlineData("frobnicate", "ocdtd", "'frobnicate' is not a command; expected demo, fit, import, score")]
    [InlineData("frobnicate --json", "ocdtd", "'frobnicate'")]
    [InlineData("--frobnicate", "ocdtd", "'--frobnicate'")]
    [InlineData("info --frobnicate", "ocdtd info", "'--frobnicate'")]
    [InlineData("score m.onnx x.npy -o o.npy --bogus", "ocdtd score", "'--bogus'")]
    [InlineData("score m.onnx x.npy y.npy -o o.npy", "ocdtd score", "'y.npy'")]
    [InlineData("score m.onnx -o o.npy", "ocdtd score", "Required argument")]
    [InlineData("score m.onnx x.npy", "ocdtd score", "'--output' is required")]
    [InlineData("score m.onnx x.npy -o", "ocdtd score", "'-o'")]
    [InlineData("score m.onnx x.npy -o a -o b", "ocdtd score", "'-o'")]
    [InlineData("score m.onnx x.npy -o o.npy --threads 0", "ocdtd score", "--threads is 0")]
    [InlineData("score m.onnx x.npy -o o.npy --threads -1", "ocdtd score", "--threads is -1")]
    [InlineData("score m.onnx x.npy -o o.npy --threads two", "ocdtd score", "--threads is 'two'; expected a whole number")]
    [InlineData("explain m.onnx x.npy -o r.npy --rule best", "ocdtd explain", "'best'")]
    [InlineData("explain m.onnx x.npy -o r.npy --top 1.5", "ocdtd explain", "--top is '1.5'; expected a whole number")]
    [InlineData("evaluate m.onnx x.npy", "ocdtd evaluate", "'--labels' is required")]
    [InlineData("fit x.npy -o m --estimator magic", "ocdtd fit", "--estimator is 'magic'; expected kde or ocsvm")]
    [InlineData("fit x.npy -o m --estimator KDE", "ocdtd fit", "--estimator is 'KDE'; expected kde or ocsvm")]
    [InlineData("fit x.npy -o m --ensemble bagging --estimator kde,", "ocdtd fit", "--estimator is ''; expected kde or ocsvm")]
    [InlineData("fit x.npy -o m --estimator kde,ocsvm", "ocdtd fit", "--estimator has 2 values for 1 member; expected one, or one each")]
    [InlineData("fit x.npy -o m --gamma 1,5", "ocdtd fit", "--gamma has 2 values for 1 member; expected one, or one each")]
    [InlineData("fit x.npy -o m --gamma ,", "ocdtd fit", "--gamma has 2 values for 1 member")]
    [InlineData("fit x.npy -o m --ensemble bagging --gamma 1,2,3", "ocdtd fit", "--gamma has 3 values for 2 members")]
    [InlineData("fit x.npy -o m --ensemble bagging --members 3 --gamma 1,2", "ocdtd fit", "--gamma has 2 values for 3 members")]
    [InlineData("fit x.npy -o m --ensemble bagging --estimator ocsvm --nu 0.1,,", "ocdtd fit", "--nu has 3 values for 2 members")]
    [InlineData("fit x.npy -o m --nu 0.1", "ocdtd fit", "--nu goes with --estimator ocsvm")]
    [InlineData("fit x.npy -o m --ensemble bagging --estimator kde,kde --nu 0.1,0.2", "ocdtd fit", "--nu goes with --estimator ocsvm")]
    [InlineData("fit x.npy -o m --tolerance 0.01", "ocdtd fit", "--tolerance goes with --estimator ocsvm")]
    [InlineData("fit x.npy -o m --kernel-memory 100", "ocdtd fit", "--kernel-memory goes with --estimator ocsvm")]
    [InlineData("fit x.npy -o m --estimator ocsvm --tolerance small", "ocdtd fit", "--tolerance is 'small'; expected a number")]
    [InlineData("fit x.npy -o m --estimator ocsvm --kernel-memory 0.5", "ocdtd fit", "--kernel-memory is '0.5'; expected a whole number")]
    [InlineData("fit x.npy -o m --top-support-vectors most", "ocdtd fit", "--top-support-vectors is 'most'; expected a whole number")]
    [InlineData("fit x.npy -o m --scale log", "ocdtd fit", "'log' not recognized. Must be one of: 'none' 'standard'")]
    [InlineData("fit x.npy -o m --false-alarm-rate 0.1", "ocdtd fit", "--false-alarm-rate goes with --calibration")]
    [InlineData("fit x.npy -o m --calibration c.npy --false-alarm-rate few", "ocdtd fit", "--false-alarm-rate is 'few'; expected a number")]
    [InlineData("fit x.npy -o m --ensemble stacking", "ocdtd fit", "'stacking' not recognized. Must be one of: 'none' 'bagging'")]
    [InlineData("fit x.npy -o m --split thirds", "ocdtd fit", "'thirds'")]
    [InlineData("fit x.npy -o m --seed 1e9", "ocdtd fit", "--seed is '1e9'; expected a whole number")]
    [InlineData("fit x.npy -o m --ensemble bagging --members 0", "ocdtd fit", "--members is 0; expected 1 to 10000")]
    [InlineData("fit x.npy -o m --ensemble bagging --members 2000000000", "ocdtd fit", "--members is 2000000000; expected 1 to 10000")]
    [InlineData("fit x.npy -o m --ensemble bagging --members 99999999999", "ocdtd fit", "--members is '99999999999'")]
    [InlineData("fit x.npy -o m --members 2", "ocdtd fit", "--members 2 needs --ensemble")]
    [InlineData("fit x.npy -o m --split all", "ocdtd fit", "--split all needs --ensemble")]
    [InlineData("fit x.npy -o m --ensemble local-times --members 3", "ocdtd fit", "takes two members")]
    [InlineData("fit x.npy -o m --ensemble global-times --members 1", "ocdtd fit", "takes two members")]
    [InlineData("fit x.npy -o m --neighbors 3", "ocdtd fit", "go with --ensemble local-times")]
    [InlineData("fit x.npy -o m --ensemble bagging --renormalize", "ocdtd fit", "go with --ensemble local-times")]
    [InlineData("fit x.npy -o m --ensemble local-times --neighbors 3 --neighbor-fraction 0.1", "ocdtd fit", "give one")]
    [InlineData("fit x.npy -o m --ensemble local-times --neighbor-fraction most", "ocdtd fit", "--neighbor-fraction is 'most'; expected a number")]
    [InlineData("import -o m", "ocdtd import", "no member is given; expected --support-vectors, --dual-coef and --gamma, or --libsvm")]
    [InlineData("import --support-vectors u -o m", "ocdtd import", "1 --support-vectors, 0 --dual-coef and 0 --gamma")]
    [InlineData("import --gamma 1 -o m", "ocdtd import", "0 --support-vectors, 0 --dual-coef and 1 --gamma")]
    [InlineData("import --libsvm s", "ocdtd import", "'--output' is required")]
    [InlineData("import --libsvm s --gamma 1 -o m", "ocdtd import", "--libsvm does not mix with --support-vectors, --dual-coef and --gamma")]
    [InlineData(Import + " --libsvm s", "ocdtd import", "--libsvm does not mix with")]
    [InlineData(Import + " --false-alarm-rate 0.1", "ocdtd import", "--false-alarm-rate goes with --calibration")]
    [InlineData(Import + " --features 3", "ocdtd import", "--features goes with --libsvm")]
    [InlineData("import --libsvm s --features 0 -o m", "ocdtd import", "--features is 0; expected 1 or more")]
    [InlineData("import --libsvm s --features all -o m", "ocdtd import", "--features is 'all'; expected a whole number")]
    [InlineData("import --libsvm @s.model --libsvm @s.model -o @m", "ocdtd import", "2 members need --ensemble")]
    [InlineData("import --libsvm @s.model -o @m --ensemble global-times", "ocdtd import", "two members; 1 given")]
    [InlineData(Import + " --gamma 2", "ocdtd import", "1 --support-vectors, 1 --dual-coef and 2 --gamma")]
    [InlineData(ImportTwo, "ocdtd import", "2 members need --ensemble")]
    [InlineData(ImportTwo + " --ensemble none", "ocdtd import", "2 members need --ensemble")]
    [InlineData(ImportTwo + " --ensemble bagging --neighbors 2", "ocdtd import", "go with --ensemble local-times")]
    [InlineData(ImportTwo + " --support-vectors @v.npy --dual-coef @b.npy --gamma 1 --ensemble local-times", "ocdtd import", "two members; 3 given")]
    [InlineData("import --support-vectors @u.npy --dual-coef @a.npy --gamma 1 -o @m --ensemble global-times", "ocdtd import", "two members; 1 given")]
    [InlineData("explain @m.onnx @x.npy -o @out --heatmaps @h", "ocdtd explain", "--heatmaps needs --shape")]
    public void Wrong_usage_is_exit_code_2(string command, string asks, string essential)
    {
        using TempFolder folder = GoodFiles.Copy();
        string[] before = folder.Names();
        string[] arguments = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.StartsWith('@') ? folder[a[1..]] : a)];
        RequireUsageError(Ocdtd.Run(arguments), asks, essential);
        Assert.Equal(before, folder.Names());
    }

    [Theory]
    [InlineData("score", "", "x.npy", "-o", "o.npy")]
    [InlineData("score", "m.onnx", "", "-o", "o.npy")]
    [InlineData("score", "m.onnx", "x.npy", "-o", "")]
    [InlineData("demo", "--out", "")]
    [InlineData("import", "--support-vectors", "", "--dual-coef", "a", "--gamma", "1", "-o", "m")]
    [InlineData("import", "--libsvm", "", "-o", "m")]
    [InlineData("fit", "x.npy", "-o", "m", "--ensemble", "local-times", "--neighbors", "")]
    [InlineData("fit", "x.npy", "-o", "m", "--estimator", "")]
    [InlineData("fit", "x.npy", "-o", "m", "--gamma", "")]
    [InlineData("fit", "x.npy", "-o", "m", "--estimator", "ocsvm", "--nu", "")]
    [InlineData("fit", "x.npy", "-o", "m", "--calibration", "")]
    public void An_empty_text_is_no_value(params string[] arguments) => RequireUsageError(Ocdtd.Run(arguments), $"ocdtd {arguments[0]}", "is empty");

    private static void RequireUsageError(ProcessOutcome outcome, string asks, string essential)
    {
        Assert.True(outcome is { ExitCode: 2, Output: "" }, $"{outcome}");
        string[] lines = outcome.Error.Split(Environment.NewLine);
        Assert.Equal(3, lines.Length);
        BadInput.RequireLine(lines[0] + Environment.NewLine);
        Assert.Contains(essential, lines[0], StringComparison.Ordinal);
        Assert.Equal($"Try '{asks} --help'.", lines[1]);
        Assert.Equal("", lines[2]);
    }
}
