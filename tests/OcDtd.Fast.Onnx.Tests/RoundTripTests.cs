using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>What was saved is what is loaded, to the bit.</summary>
public sealed class RoundTripTests
{
    private static readonly ModelDescription s_description = new()
    {
        Rule = RelevanceRule.Conservative,
        Shape = new SampleShape(1, 5),
        FeatureNames = ["a", "b, c", "\"d\"", "é\n", "日本"],
        TrainedWith = [new("rows", "28"), new("seed", "0"), new("gamma.rule", "neighbor-mass"), new("source", "data one.csv")],
    };

    public static TheoryData<string> Models => ModelFiles.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Loaded_models_score_and_explain_the_same_bits(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        OneClassModel loaded = ModelFiles.Load(ModelFiles.Bytes(model)).Model;
        float[,] rows = ModelFiles.Rows(60, model.FeatureCount);
        Assert.Equal(model.Score(rows), loaded.Score(rows));
        foreach (RelevanceRule rule in new[] { RelevanceRule.Thesis, RelevanceRule.Conservative })
            Assert.Equal(Explain(model, rows, rule), Explain(loaded, rows, rule));
        Assert.Equal(Prototypes(model), Prototypes(loaded));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Saving_a_loaded_model_gives_the_same_file(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        ModelDescription description = model.FeatureCount == 5 ? s_description : new ModelDescription();
        byte[] file = ModelFiles.Bytes(model, description);
        SavedModel loaded = ModelFiles.Load(file);
        Assert.Equal(file, ModelFiles.Bytes(loaded.Model, loaded.Description));
        Assert.Equal(file, ModelFiles.Bytes(ModelFiles.Make(name), description));
    }

    [Theory]
    [InlineData("global, shared")]
    [InlineData("local, shared")]
    [InlineData("bagging, one twice")]
    public void Members_that_are_one_stay_one(string name)
    {
        OneClassModel loaded = ModelFiles.Load(ModelFiles.Bytes(ModelFiles.Make(name))).Model;
        Assert.Same(loaded.Members[0], loaded.Members[^1]);
    }

    [Fact]
    public void Constants_of_local_times_come_back()
    {
        var model = (LocalTimesEnsemble)ModelFiles.Make("local, renormalised");
        var loaded = (LocalTimesEnsemble)ModelFiles.Load(ModelFiles.Bytes(model)).Model;
        Assert.Equal(model.LogAlpha, loaded.LogAlpha);
        Assert.Equal(model.LogKeptMassOfFirst, loaded.LogKeptMassOfFirst);
        Assert.Equal(model.LogKeptMassOfSecond, loaded.LogKeptMassOfSecond);
        Assert.True(loaded.IsRenormalized);
        Assert.Equal(model.EdgesOfFirst.ToArray(), loaded.EdgesOfFirst.ToArray());
        Assert.Equal(model.EdgesOfSecond.ToArray(), loaded.EdgesOfSecond.ToArray());
    }

    [Fact]
    public void Descriptions_and_facts_about_the_file_come_back()
    {
        byte[] file = ModelFiles.Bytes(ModelFiles.Make("local"), s_description);
        SavedModel saved = ModelFiles.Load(file);
        Assert.Equal(RelevanceRule.Conservative, saved.Description.Rule);
        Assert.Equal(s_description.Shape, saved.Description.Shape);
        Assert.Equal(s_description.FeatureNames, saved.Description.FeatureNames);
        Assert.Equal(s_description.TrainedWith, saved.Description.TrainedWith);
        Assert.Equal("local-times", saved.Kind);
        Assert.Equal(1, saved.FormatVersion);
        Assert.Equal(17, saved.OpsetVersion);
        Assert.Equal(8, saved.IrVersion);
        Assert.Equal(["outlierness", "relevance", "residual"], saved.Outputs);
        Assert.Equal(file.Length, saved.FileSize);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.AsSpan()[..^64])), saved.Sha256);
    }

    [Fact]
    public void A_description_that_says_nothing_comes_back_so()
    {
        ModelDescription description = ModelFiles.Load(ModelFiles.Bytes(ModelFiles.Make("single"))).Description;
        Assert.Null(description.Shape);
        Assert.Null(description.FeatureNames);
        Assert.Empty(description.TrainedWith);
        Assert.Equal(RelevanceRule.Thesis, description.Rule);
    }

    [Fact]
    public void A_file_for_scores_alone_stays_one()
    {
        var description = new ModelDescription { ScoreOnly = true };
        byte[] file = ModelFiles.Bytes(ModelFiles.Make("local"), description);
        SavedModel saved = ModelFiles.Load(file);
        Assert.Equal(["outlierness"], saved.Outputs);
        Assert.True(saved.Description.ScoreOnly);
        Assert.Equal(file, ModelFiles.Bytes(saved.Model, saved.Description));
        using var graph = new GraphRunner(file);
        Assert.Empty(graph.OptionalInputs);
        float[,] rows = ModelFiles.Rows(9, 5);
        using var whole = new GraphRunner(ModelFiles.Make("local"));
        Assert.Equal(whole.Score(rows), graph.Score(rows));
    }

    [Fact]
    public void Files_are_replaced_whole_and_read_by_path()
    {
        string folder = Directory.CreateTempSubdirectory("ocdtd-onnx").FullName;
        try
        {
            string path = Path.Combine(folder, "model.onnx");
            OnnxModel.Save(ModelFiles.Make("bagging"), path);
            OnnxModel.Save(ModelFiles.Make("single"), path);
            Assert.Equal("single", OnnxModel.Load(path).Kind);
            Assert.Throws<ArgumentException>(
                () => OnnxModel.Save(ModelFiles.Make("single"), path, new ModelDescription { Shape = new SampleShape(28, 28) }));
            Assert.Equal(["model.onnx"], Directory.GetFiles(folder).Select(Path.GetFileName));
            Assert.Throws<FileNotFoundException>(() => OnnxModel.Load(Path.Combine(folder, "none.onnx")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Descriptions_that_do_not_fit_are_refused()
    {
        AssertRefused("shape is 28,28,1; the model has 5", new ModelDescription { Shape = new SampleShape(28, 28) });
        AssertRefused("shape is -1,-5,1", new ModelDescription { Shape = new SampleShape(-1, -5) });
        AssertRefused("names 1 features", new ModelDescription { FeatureNames = ["a"] });
        AssertRefused("feature 4 is null", new ModelDescription { FeatureNames = ["a", "b", "c", "d", null!] });
        AssertRefused("rule is 7", new ModelDescription { Rule = (RelevanceRule)7 });
        AssertRefused("named 'a b'", new ModelDescription { TrainedWith = [new("a b", "c")] });
        AssertRefused("given twice", new ModelDescription { TrainedWith = [new("a", "b"), new("a", "c")] });
    }

    [Fact]
    public void Files_are_little_larger_than_their_support_vectors()
    {
        var random = new Random(3);
        var model = new LocalTimesEnsemble(
            TestModels.Random(random, 100, 784, 0.1), TestModels.Random(random, 100, 784, 0.1), neighbors: 10);
        double ratio = ModelFiles.Bytes(model).Length / (2.0 * 100 * 784 * sizeof(float));
        Assert.InRange(ratio, 1, 1.05);
    }

    private static void AssertRefused(string expected, ModelDescription description)
    {
        var e = Assert.Throws<ArgumentException>(() => ModelFiles.Bytes(ModelFiles.Make("single"), description));
        Assert.Contains(expected, e.Message);
    }

    private static float[] Explain(OneClassModel model, float[,] rows, RelevanceRule rule)
    {
        float[,] relevance = new float[rows.GetLength(0), rows.GetLength(1)];
        float[] scores = new float[rows.GetLength(0)], residuals = new float[rows.GetLength(0)];
        model.Explain(rows, relevance, scores, residuals, rule);
        return [.. relevance.Cast<float>(), .. scores, .. residuals];
    }

    private static Prototype[] Prototypes(OneClassModel model)
    {
        var prototypes = new Prototype[10];
        int count = model.FindPrototypes(new float[model.FeatureCount], prototypes);
        return prototypes[..count];
    }
}
