using System.Globalization;
using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>ocdtd fit --estimator ocsvm: the file holds what the engine trains on the same rows.</summary>
public sealed class FitSvmTests : IDisposable
{
    private const double Gamma = 0.3;

    private readonly TempFolder _folder = new();
    private readonly float[,] _rows = Samples.Rows(1, 61, 4);

    public FitSvmTests() => _folder.Write("x.npy", _rows);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 0.1, 1e-3)]
    [InlineData("--nu 0.5", 0.5, 1e-3)]
    [InlineData("--nu 0.25 --tolerance 1e-7", 0.25, 1e-7)]
    [InlineData("--tolerance 0.1", 0.1, 0.1)]
    [InlineData("--nu 0.01", 0.01, 1e-3)] // less than one row's worth
    [InlineData("--nu 1", 1, 1e-3)]
    public void Coefficients_threshold_and_facts_are_those_of_the_engine(string options, double nu, double tolerance)
    {
        OneClassSvmFit expected = OneClassSvm.Fit(_rows, Gamma, o => o with { Nu = nu, Tolerance = tolerance });
        SavedModel saved = _folder.Fit($"--estimator ocsvm --gamma 0.3 {options}");
        Fitted.RequireSame(expected.Model, Assert.IsType<SupportVectorModel>(saved.Model));
        Assert.Equal(DecisionRule.FromSupportVectorMachine((float)expected.Threshold), saved.Description.Decision);

        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal((float)-Math.Log(expected.Rho), facts.GetProperty("threshold").GetSingle(), 1e-6f);
        Assert.Equal("svm", facts.GetProperty("threshold_source").GetString());
        Assert.Equal("ocsvm", Fitted.Fact(facts, "estimator"));
        Assert.Equal((nu, tolerance), (Number(facts, "svm.nu"), Number(facts, "svm.tolerance")));
        Assert.Equal((expected.Rho, expected.Objective), (Number(facts, "svm.rho"), Number(facts, "svm.objective")));
        Assert.Equal((expected.OptimalityGap, expected.Violation), (Number(facts, "svm.optimality_gap"), Number(facts, "svm.violation")));
        Assert.Equal(
            (expected.Iterations, expected.KernelEvaluations), (Number(facts, "svm.iterations"), Number(facts, "svm.kernel_evaluations")));
        Assert.Equal(("yes", "dense"), (Fitted.Fact(facts, "svm.converged"), Fitted.Fact(facts, "svm.kernel_matrix")));
    }

    [Fact]
    public void Fit_and_inspect_say_the_same()
    {
        JsonElement made = Json.Of([.. _folder.Split("fit @x.npy -o @m.onnx --estimator ocsvm --gamma 0.3")]);
        JsonElement inspected = Json.Of("inspect", _folder["m.onnx"]);
        foreach (JsonProperty fact in made.EnumerateObject().Where(fact => fact.Name != "output"))
            Assert.Equal(fact.Value.GetRawText(), inspected.GetProperty(fact.Name).GetRawText());
        Assert.True(Fitted.HasFact(made, "svm.rho"));
    }

    [Fact]
    public void At_most_nu_of_the_training_rows_are_labelled_outliers()
    {
        _folder.Fit("--estimator ocsvm --gamma 0.3 --nu 0.2 --tolerance 1e-6");
        Ocdtd.Succeed([.. _folder.Split("score @m.onnx @x.npy -o @o.npy --labels @y.npy")]);
        Assert.InRange(DataReader.ReadLabels(_folder["y.npy"]).Sum(), 5, 12); // of 61; about as many again are on the boundary
    }

    [Fact]
    public void Kernel_memory_bounds_what_is_held_of_the_matrix()
    {
        float[,] rows = Samples.Rows(2, 700, 3);
        _folder.Write("many.npy", rows);
        SavedModel saved = _folder.Fit("many.npy", "m.onnx", _folder.Split("--estimator ocsvm --gamma 0.1 --kernel-memory 1 --seed 5"));
        OneClassSvmFit expected = OneClassSvm.Fit(rows, 0.1, o => o with { MemoryLimit = 1 << 20, Seed = 5 });
        Fitted.RequireSame(expected.Model, saved.Model.Members[0]);
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal("streamed", Fitted.Fact(facts, "svm.kernel_matrix"));
        Assert.Equal(expected.KernelEvaluations, Number(facts, "svm.kernel_evaluations"));
        _folder.Fit("many.npy", "m.onnx", _folder.Split("--estimator ocsvm --gamma 0.1 --kernel-memory 2"));
        Assert.Equal("dense", Fitted.Fact(Json.Of("inspect", _folder["m.onnx"]), "svm.kernel_matrix"));
    }

    [Theory]
    [InlineData("--kernel-memory 1")]
    [InlineData("--kernel-memory 2")]
    public void Threads_do_not_change_the_file_however_the_matrix_is_held(string options)
    {
        _folder.Write("x.npy", Samples.Rows(2, 700, 3));
        byte[] Bytes(int threads)
        {
            _folder.Fit($"--estimator ocsvm --gamma 0.1 --nu 0.3 {options} --threads {threads}");
            return File.ReadAllBytes(_folder["m.onnx"]);
        }

        Assert.Equal(Bytes(1), Bytes(7));
    }

    [Fact]
    public void One_row_is_enough_for_a_given_gamma()
    {
        _folder.Write("x.npy", Samples.Rows(1, 1, 4));
        SavedModel saved = _folder.Fit("--estimator ocsvm --gamma 0.5");
        Assert.Equal([1.0], saved.Model.Members[0].DualCoefficients.ToArray());
        Assert.Equal(0, saved.Description.Decision!.Threshold);
        Ocdtd.Succeed([.. _folder.Split("score @m.onnx @x.npy -o @o.npy --labels @y.npy")]);
        Assert.Equal((0, 0), (Samples.Vector(_folder["o.npy"]).Single(), DataReader.ReadLabels(_folder["y.npy"]).Single()));
    }

    [Fact]
    public void Rows_that_stand_several_times_have_the_weight_of_all()
    {
        // ν is a share of rows: three of each leave the problem as it is.
        float[,] thrice = MemberRows.Take(_rows, [.. Enumerable.Range(0, 61).SelectMany(i => new[] { i, i, i })]);
        const string Options = "--estimator ocsvm --gamma 0.3 --nu 0.2 --tolerance 1e-6";
        SavedModel once = _folder.Fit(Options);
        _folder.Write("x.npy", thrice);
        SavedModel saved = _folder.Fit(Options);
        Assert.Equal(once.Description.Decision!.Threshold, saved.Description.Decision!.Threshold, 1e-4f);
        float[] expected = once.Model.Score(_rows), found = saved.Model.Score(_rows);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-4f);
    }

    private static double Number(JsonElement facts, string name) => double.Parse(Fitted.Fact(facts, name), CultureInfo.InvariantCulture);
}
