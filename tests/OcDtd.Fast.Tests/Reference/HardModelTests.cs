using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Tests.Models;
using Xunit.Abstractions;

namespace OcDtd.Fast.Tests.Reference;

/// <summary>
/// The engine against the plain formulas where digits are hard to keep: many small models a category, every kind, both rules. The
/// categories are those in which a fuzz against the oracle in 80-bit arithmetic found, or was most likely to find, errors.
/// </summary>
public sealed class HardModelTests(ITestOutputHelper output)
{
    private const int ModelsPerCategory = 40;
    private static readonly string[] s_kinds = ["single", "bagging", "twice", "global", "local", "renormalized", "identical"];

    public static TheoryData<string> Categories => [.. HardModels.All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Categories))]
    public void Every_kind_of_model_keeps_the_promise(string category)
    {
        Errors worst = default;
        for (int seed = 0; seed < ModelsPerCategory; seed++)
        {
            HardModel hard = HardModels.All[category](new Random(seed));
            foreach (string kind in s_kinds)
            {
                (OneClassModel model, PlainModel plain) = Make(kind, hard, new Random(seed));
                foreach (RelevanceRule rule in new[] { RelevanceRule.Thesis, RelevanceRule.Conservative })
                    worst = worst.Max(Check(model, plain, hard.Rows, rule, $"{category} {seed}, {kind}"));
            }
        }

        // docs/accuracy.md quotes these, and says how to print them.
        output.WriteLine($"| {category} | {worst.Score:0.000} | {worst.Relevance:0.000} | {worst.Residual:0.000} |");
    }

    [Theory]
    [MemberData(nameof(Categories))]
    public void Every_kind_of_models_pixel_flipping_curves_keep_the_promise(string category)
    {
        double worst = 0;
        for (int seed = 0; seed < ModelsPerCategory; seed++)
        {
            var random = new Random(seed);
            HardModel hard = HardModels.All[category](random);
            foreach (string kind in s_kinds)
            {
                (OneClassModel model, PlainModel plain) = Make(kind, hard, new Random(seed));
                int[] order = [.. Enumerable.Range(0, model.FeatureCount)];
                random.Shuffle(order);
                worst = Math.Max(worst, hard.Rows.Max(row => FlippingError(model, plain, row, order, $"{category} {seed}, {kind}")));
            }
        }

        output.WriteLine($"| {category} | {worst:0.000} |");
    }

    [Fact]
    public void A_pair_without_weight_gets_nothing_however_close_to_its_virtual_support_vector_the_row_is()
    {
        // Softmax weight 10⁻¹⁷, but divided by a virtual distance 10¹¹ times smaller than the members' own.
        var hard = new HardModel(
            new PlainMember([[22, 0], [0, 22 + 1.0 / 8192]], [1, 3e-9], 1),
            new PlainMember([[-22, 0], [0, -22]], [1, 3e-9], 1),
            [[0, 0]]);
        (OneClassModel model, PlainModel plain) = Make("global", hard, new Random(1));
        Check(model, plain, hard.Rows, RelevanceRule.Conservative, "a pair without weight");
        Check(model, plain, hard.Rows, RelevanceRule.Thesis, "a pair without weight");
    }

    [Fact]
    public void Distances_whose_every_addition_rounds_up_leave_softmax_weights_their_digits()
    {
        // The row is 0. Both support vectors are about 1 from it, h is 5000; float32 makes the first 3.7·10⁻⁶ further than it is.
        double[] tail = [.. Enumerable.Repeat((double)(1.001f / 4096), 63)];
        double[] first = [1, .. tail], second = [0, (float)Math.Sqrt(1 + tail.Sum(v => v * v)), .. new double[62]];
        PlainMember member = new([first, second], [1, 1], 5000), other = new([first], [1], 5000);
        var hard = new HardModel(member, other, [new float[64]]);
        (OneClassModel model, PlainModel plain) = Make("single", hard, new Random(1));
        Check(model, plain, hard.Rows, RelevanceRule.Thesis, "every addition rounds up");

        double gap = member.Gamma * (first.Sum(v => v * v) - second.Sum(v => v * v));
        var prototypes = new Prototype[3];
        foreach (OneClassModel any in new[] { model, new BaggingEnsemble((SupportVectorModel)model), Make("global", hard, new Random(1)).Model })
        {
            any.FindPrototypes(hard.Rows[0], prototypes);
            float found = prototypes.First(p => p is { Member: 0, SupportVector: 0 }).Responsibility;
            Assert.Equal(1 / (1 + Math.Exp(gap)), found, 1e-5);
        }
    }

    private static Errors Check(OneClassModel model, PlainModel plain, float[][] rows, RelevanceRule rule, string what)
    {
        float[] relevance = new float[model.FeatureCount];
        Errors worst = default;
        for (int r = 0; r < rows.Length; r++)
        {
            PlainAnswer expected = plain.Explain(rows[r], rule);
            float o = model.Explain(rows[r], relevance, out float residual, rule);
            Assert.Equal(model.Score(rows[r]), o);
            var errors = new Errors(
                OracleBounds.ScoreError(o, expected.Outlierness),
                OracleBounds.RelevanceError(relevance, expected.Relevance, expected.Outlierness),
                OracleBounds.ResidualError(residual, expected.Residual, expected.Relevance.Max(), expected.Outlierness));
            AssertWithin(errors.Score, "score");
            AssertWithin(errors.Relevance, "relevance");
            AssertWithin(errors.Residual, "residual");
            worst = worst.Max(errors);

            void AssertWithin(double error, string number) =>
                Assert.True(error <= 1, $"{what}, row {r}, {rule}: {number} is {error:g3} times the bound off (o = {expected.Outlierness:g3}).");
        }

        return worst;
    }

    private static double FlippingError(OneClassModel model, PlainModel plain, float[] row, int[] order, string what)
    {
        double[] expected = plain.Flip(row, order);
        float[] curve = new float[expected.Length];
        PixelFlipping.Curve(model, row, order, curve);
        double worst = 0;
        for (int k = 0; k < curve.Length; k++)
        {
            double error = OracleBounds.ScoreError(curve[k], expected[k]);
            Assert.True(error <= 1, $"{what}, step {k}: {error:g3} times the bound off, {curve[k]} for {expected[k]}.");
            worst = Math.Max(worst, error);
        }

        return worst;
    }

    private static (OneClassModel Model, PlainModel Plain) Make(string kind, HardModel hard, Random random)
    {
        PlainMember u = hard.First, v = kind is "twice" or "identical" ? u : hard.Second;
        SupportVectorModel first = Engine(u), second = ReferenceEquals(u, v) ? first : Engine(v);
        int k = random.Next(1, v.Vectors.Length + 1), l = ReferenceEquals(u, v) ? k : random.Next(1, u.Vectors.Length + 1);
        return kind switch
        {
            "single" => (first, PlainModel.Bagging(u)),
            "bagging" or "twice" => (new BaggingEnsemble(first, second), PlainModel.Bagging(u, v)),
            "global" => (new GlobalTimesEnsemble(first, second), PlainModel.GlobalTimes(u, v)),
            _ => (new LocalTimesEnsemble(first, second, k, l, kind == "renormalized"),
                PlainModel.LocalTimes(u, v, k, l, kind == "renormalized")),
        };
    }

    private static SupportVectorModel Engine(PlainMember member)
    {
        float[,] rows = new float[member.Vectors.Length, member.Vectors[0].Length];
        for (int i = 0; i < member.Vectors.Length; i++)
        {
            for (int j = 0; j < member.Vectors[i].Length; j++)
                rows[i, j] = (float)member.Vectors[i][j];
        }

        return SupportVectorModel.Create(rows, member.Coefficients, member.Gamma);
    }

    /// <summary>Errors as multiples of their bounds.</summary>
    private readonly record struct Errors(double Score, double Relevance, double Residual)
    {
        internal Errors Max(Errors other) =>
            new(Math.Max(Score, other.Score), Math.Max(Relevance, other.Relevance), Math.Max(Residual, other.Residual));
    }
}
