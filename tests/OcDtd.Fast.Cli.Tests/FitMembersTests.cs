using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>ocdtd fit with several members: of one kind or several, on the rows that the split gives each, whole or cut.</summary>
public sealed class FitMembersTests : IDisposable
{
    private const int RowCount = 61;

    private readonly TempFolder _folder = new();
    private readonly float[,] _rows = Samples.Rows(1, RowCount, 4);

    public FitMembersTests() => _folder.Write("x.npy", _rows);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bagging")]
    [InlineData("global-times")]
    [InlineData("local-times")]
    public void Members_may_differ_in_kind_width_and_nu(string ensemble)
    {
        SavedModel saved = _folder.Fit($"--ensemble {ensemble} --estimator kde,ocsvm --gamma 0.1,median --nu 0.1,0.2 --split all");
        double median = GammaSelection.Choose(GammaRule.Median, _rows).Gamma;
        OneClassSvmFit svm = OneClassSvm.Fit(_rows, median, o => o with { Nu = 0.2 });
        Fitted.RequireSame(KernelDensity.Fit(_rows, 0.1), saved.Model.Members[0]);
        Fitted.RequireSame(svm.Model, saved.Model.Members[1]);
        Assert.Null(saved.Description.Decision); // the boundary of one member is not that of the ensemble

        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal(("kde,ocsvm", "all"), (Fitted.Fact(facts, "estimator"), Fitted.Fact(facts, "split")));
        Assert.Equal(("given", "median"), (Fitted.Fact(facts, "member0.gamma.rule"), Fitted.Fact(facts, "member1.gamma.rule")));
        Assert.Equal($"{svm.Rho:R}", Fitted.Fact(facts, "member1.svm.rho"));
        Assert.False(Fitted.HasFact(facts, "member0.svm.rho"));
        Assert.False(Fitted.HasFact(facts, "gamma.rule"));
    }

    [Theory]
    [InlineData("halves")]
    [InlineData("bootstrap")]
    [InlineData("all")]
    public void Each_of_three_is_trained_on_its_rows(string split)
    {
        SavedModel saved = _folder.Fit(
            $"--ensemble bagging --members 3 --split {split} --estimator ocsvm,kde,ocsvm --gamma 0.1,0.2,0.3 --nu 0.3,0.1,0.5 --seed 8");
        float[][,] rows = Shares(split, 3, seed: 8);
        Fitted.RequireSame(OneClassSvm.Fit(rows[0], 0.1, o => o with { Nu = 0.3, Seed = 8 }).Model, saved.Model.Members[0]);
        Fitted.RequireSame(KernelDensity.Fit(rows[1], 0.2), saved.Model.Members[1]);
        Fitted.RequireSame(OneClassSvm.Fit(rows[2], 0.3, o => o with { Nu = 0.5, Seed = 8 }).Model, saved.Model.Members[2]);
        Assert.Equal("ocsvm,kde,ocsvm", Fitted.Fact(Json.Of("inspect", _folder["m.onnx"]), "estimator"));
    }

    [Theory]
    [InlineData("halves")]
    [InlineData("bootstrap")]
    public void Members_alike_share_a_width_and_not_their_rows(string split)
    {
        SavedModel saved = _folder.Fit($"--ensemble bagging --split {split} --estimator ocsvm --gamma median");
        double median = GammaSelection.Choose(GammaRule.Median, _rows).Gamma;
        OneClassSvmFit[] expected = [.. Shares(split, 2, seed: 0).Select(rows => OneClassSvm.Fit(rows, median))];
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal(("ocsvm", "median"), (Fitted.Fact(facts, "estimator"), Fitted.Fact(facts, "gamma.rule")));
        for (int i = 0; i < 2; i++)
        {
            Fitted.RequireSame(expected[i].Model, saved.Model.Members[i]);
            Assert.Equal($"{expected[i].Rho:R}", Fitted.Fact(facts, $"member{i}.svm.rho"));
        }
    }

    [Fact]
    public void Members_alike_on_all_rows_are_trained_once()
    {
        SavedModel alike = _folder.Fit("--ensemble global-times --split all --estimator ocsvm --gamma 0.1");
        Assert.Same(alike.Model.Members[0], alike.Model.Members[1]);
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal(($"{OneClassSvm.Fit(_rows, 0.1).Rho:R}", "given"), (Fitted.Fact(facts, "svm.rho"), Fitted.Fact(facts, "gamma.rule")));
        Assert.False(Fitted.HasFact(facts, "member0.svm.rho"));

        SavedModel mixed = _folder.Fit("--ensemble bagging --members 3 --split all --estimator ocsvm,kde,ocsvm --gamma 0.1");
        Assert.Same(mixed.Model.Members[0], mixed.Model.Members[2]);
        Assert.NotEqual(mixed.Model.Members[0].DualCoefficients.ToArray(), mixed.Model.Members[1].DualCoefficients.ToArray());
    }

    [Fact]
    public void One_value_stands_for_all_members()
    {
        byte[] Bytes(string options)
        {
            _folder.Fit("--ensemble bagging --members 3 " + options);
            return File.ReadAllBytes(_folder["m.onnx"]);
        }

        byte[] listed = Bytes("--estimator ocsvm,ocsvm,ocsvm --gamma 0.2,0.2,0.2 --nu 0.3,0.3,0.3");
        Assert.Equal(listed, Bytes("--estimator ocsvm --gamma 0.2 --nu 0.3"));
        Assert.NotEqual(listed, Bytes("--estimator ocsvm --gamma 0.2 --nu 0.3,0.3,0.4"));
    }

    [Fact]
    public void A_rule_that_members_share_is_asked_once()
    {
        SavedModel saved = _folder.Fit("--ensemble bagging --estimator kde,ocsvm --gamma median");
        Assert.Equal(saved.Model.Members[0].Gamma, saved.Model.Members[1].Gamma);
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal(("median", "median"), (Fitted.Fact(facts, "member0.gamma.rule"), Fitted.Fact(facts, "member1.gamma.rule")));
        Assert.Equal(
            (true, false), (Fitted.HasFact(facts, "member0.gamma.rows"), Fitted.HasFact(facts, "member1.gamma.rows")));
    }

    [Fact]
    public void Top_support_vectors_keep_the_largest_coefficients_and_void_the_threshold()
    {
        SavedModel saved = _folder.Fit("--estimator ocsvm --gamma 0.1 --nu 0.3 --tolerance 0.01 --top-support-vectors 10 --seed 2");
        SupportVectorModel whole = OneClassSvm.Fit(_rows, 0.1, o => o with { Nu = 0.3, Tolerance = 0.01, Seed = 2 }).Model;
        Assert.True(whole.SupportVectorCount > 10);
        Fitted.RequireSame(TopSupportVectors.Keep(whole, 10, 0.01, seed: 2), saved.Model.Members[0]);
        Assert.Null(saved.Description.Decision);

        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal(("10", JsonValueKind.Null), (Fitted.Fact(facts, "top_support_vectors"), facts.GetProperty("threshold").ValueKind));
        ProcessOutcome labels = Ocdtd.Run([.. _folder.Split("score @m.onnx @x.npy -o @o.npy --labels @y.npy")]);
        Assert.Equal(1, labels.ExitCode);
        Assert.Contains("the model has no threshold, which --labels needs", labels.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_has_no_more_support_vectors_keeps_its_threshold()
    {
        OneClassSvmFit expected = OneClassSvm.Fit(_rows, 0.1);
        int all = expected.Model.SupportVectorCount;
        SavedModel saved = _folder.Fit($"--estimator ocsvm --gamma 0.1 --top-support-vectors {all}");
        Fitted.RequireSame(expected.Model, saved.Model.Members[0]);
        Assert.Equal((float)expected.Threshold, saved.Description.Decision!.Threshold);
        Assert.Null(_folder.Fit($"--estimator ocsvm --gamma 0.1 --top-support-vectors {all - 1}").Description.Decision);
    }

    [Fact]
    public void Equal_coefficients_are_drawn_by_the_seed()
    {
        SupportVectorModel Cut(int seed) => _folder.Fit($"--gamma 0.1 --top-support-vectors 7 --seed {seed}").Model.Members[0];

        SupportVectorModel first = Cut(1);
        Fitted.RequireSame(TopSupportVectors.Keep(KernelDensity.Fit(_rows, 0.1), 7, 0, seed: 1), first);
        Fitted.RequireSame(first, Cut(1));
        Assert.NotEqual(first.SupportVectors.ToArray(), Cut(2).SupportVectors.ToArray());
        Assert.All(first.DualCoefficients.ToArray(), a => Assert.Equal(1 / 7.0, a, 1e-15));
    }

    [Fact]
    public void Each_member_is_cut()
    {
        SavedModel saved = _folder.Fit("--ensemble bagging --estimator kde,ocsvm --nu 0.9 --gamma 0.1 --top-support-vectors 9");
        Assert.Equal([9, 9], saved.Model.Members.Select(member => member.SupportVectorCount));
        Assert.Equal("9", Fitted.Fact(Json.Of("inspect", _folder["m.onnx"]), "top_support_vectors"));
    }

    private float[][,] Shares(string split, int members, int seed) =>
    [
        .. MemberRows.Draw(Enum.Parse<MemberSplit>(split, ignoreCase: true), RowCount, members, seed).Select(rows => MemberRows.Take(_rows, rows)),
    ];
}
