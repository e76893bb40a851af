namespace OcDtd.Fast.Tests.Reference;

/// <summary>Two members and rows on which digits are hard to keep.</summary>
internal sealed record HardModel(PlainMember First, PlainMember Second, float[][] Rows);

/// <summary>Makes them, by category, from seeds; all values are exact in float32.</summary>
internal static class HardModels
{
    private static readonly int[] s_featureCounts = [1, 2, 5, 8, 17, 33, 64, 130];

    internal static IReadOnlyDictionary<string, Func<Random, HardModel>> All { get; } = new Dictionary<string, Func<Random, HardModel>>
    {
        ["any width"] = random => Make(random, (r, d) => Gaussian(r, d), d => PowerOfTen(random, -6, 6) / (2 * d)),
        ["unequal widths"] = random =>
        {
            HardModel model = Make(random, (r, d) => Gaussian(r, d), d => PowerOfTen(random, -3, 4) / (2 * d));
            return model with { Second = model.Second with { Gamma = model.Second.Gamma * PowerOfTen(random, -6, 6) } };
        },
        ["duplicates and ties"] = random => Make(
            random, (r, d) => [.. Enumerable.Range(0, d).Select(_ => (double)r.Next(3))], d => PowerOfTen(random, -2, 2) / d),
        ["offset 10000"] = random => Make(
            random, (r, d) => [.. Gaussian(r, d).Select(v => (double)(float)(v + 1e4))], d => PowerOfTen(random, -3, 4) / (2 * d)),
        ["constant differences"] = random => Make(random, OneLevel, d => PowerOfTen(random, 0, 4) / d),
        ["one feature dominates"] = FirstFeatureDominates,
        ["near ties on a sphere"] = random =>
        {
            double radius = PowerOfTen(random, 0, 3);
            return Make(random, (r, d) => OnSphere(r, d, radius), _ => PowerOfTen(random, -3, 1));
        },
        ["far rows"] = random =>
        {
            HardModel model = Make(random, (r, d) => Gaussian(r, d), d => PowerOfTen(random, -2, 2) / (2 * d));
            double reach = PowerOfTen(random, 3, 6) / Math.Sqrt(model.First.Gamma);
            return model with { Rows = [.. Enumerable.Range(0, 4).Select(_ => Floats(OnSphere(random, model.Rows[0].Length, reach)))] };
        },
        ["members far apart"] = FarApart,
        ["one by one, at their virtual support vector"] = random => OneByOne(random),
        ["coefficients down to 1e-300"] = TinyCoefficients,
        ["no edge joins the nearest"] = NoEdge,
        ["thousands of features"] = random => Make(
            random, (r, d) => [.. Enumerable.Range(0, d).Select(_ => (double)r.NextSingle())], d => PowerOfTen(random, -2, 3) / d, 2000, 3),
    };

    private static HardModel Make(
        Random random, Func<Random, int, double[]> row, Func<int, double> width, int featureCount = 0, int mostVectors = 9)
    {
        int d = featureCount > 0 ? featureCount : s_featureCounts[random.Next(s_featureCounts.Length)];
        double gamma = width(d);
        PlainMember first = Member(random.Next(1, mostVectors + 1)), second = Member(random.Next(1, mostVectors + 1));
        return new HardModel(first, second, [.. RowsAround(random, first, second), Floats(row(random, d)), Floats(row(random, d))]);

        PlainMember Member(int count) => new(
            [.. Enumerable.Range(0, count).Select(_ => row(random, d))],
            [.. Enumerable.Range(0, count).Select(_ => 0.05 + random.NextDouble())],
            gamma);
    }

    /// <summary>On and very near support vectors of both members and virtual ones, and some way out.</summary>
    private static float[][] RowsAround(Random random, PlainMember first, PlainMember second)
    {
        double[] u = first.Vectors[0], v = second.Vectors[0];
        double share = first.Gamma / (first.Gamma + second.Gamma);
        double[] between = [.. u.Zip(v, (p, q) => share * p + (1 - share) * q)];
        double apart = Math.Sqrt(u.Zip(v, (p, q) => (p - q) * (p - q)).Sum()) + 1e-3;
        return
        [
            Floats(u),
            Floats(v),
            Floats(between),
            Floats([.. between.Zip(OnSphere(random, u.Length, apart * PowerOfTen(random, -7, -2)), (p, q) => p + q)]),
            Floats([.. u.Zip(OnSphere(random, u.Length, apart * PowerOfTen(random, -7, -2)), (p, q) => p + q)]),
            Floats([.. u.Zip(OnSphere(random, u.Length, apart * PowerOfTen(random, 0, 2)), (p, q) => p + q)]),
        ];
    }

    /// <summary>Features all of one grey level, but for a few: differences round the same way again and again.</summary>
    private static double[] OneLevel(Random random, int featureCount)
    {
        float level = random.Next(16) / 15f;
        double[] row = new double[featureCount];
        Array.Fill(row, level);
        for (int j = 0; j < featureCount; j++)
            row[j] = random.Next(8) == 0 ? random.Next(16) / 15f : row[j];
        return row;
    }

    private static HardModel FirstFeatureDominates(Random random)
    {
        float scale = (float)PowerOfTen(random, 2, 4);
        return Make(
            random,
            (r, d) => [.. Gaussian(r, d).Select((v, j) => j % 64 == 0 ? (double)(float)(v * scale) : v)],
            d => PowerOfTen(random, 0, 6) / (2 * scale * scale * (d / 64 + 1)));
    }

    /// <summary>Up to 1000 widths apart, with rows on the way: o is a small difference of large numbers.</summary>
    private static HardModel FarApart(Random random)
    {
        HardModel model = Make(random, (r, d) => Gaussian(r, d), d => PowerOfTen(random, -2, 2) / (2 * d));
        double[] step = OnSphere(random, model.Rows[0].Length, PowerOfTen(random, 0, 3) / Math.Sqrt(model.First.Gamma));
        PlainMember second = model.Second with
        {
            Vectors = [.. model.Second.Vectors.Select(v => v.Zip(step, (p, q) => (double)(float)(p + q)).ToArray())],
        };
        return model with { Second = second, Rows = RowsAround(random, model.First, second) };
    }

    private static HardModel OneByOne(Random random)
    {
        HardModel model = Make(random, (r, d) => Gaussian(r, d), d => PowerOfTen(random, -4, 4) / (2 * d), mostVectors: 1);
        return model with { Rows = RowsAround(random, model.First, model.Second) };
    }

    private static HardModel TinyCoefficients(Random random)
    {
        HardModel model = Make(random, (r, d) => Gaussian(r, d), d => PowerOfTen(random, -1, 2) / (2 * d));
        return model with
        {
            First = model.First with { Coefficients = [.. model.First.Coefficients.Select((a, i) => i == 0 ? PowerOfTen(random, -30, -1) : a)] },
            Second = model.Second with { Coefficients = [.. model.Second.Coefficients.Select(_ => PowerOfTen(random, -300, 0))] },
        };
    }

    /// <summary>Each member has a support vector near the row and one beyond the other member's, which is the other's nearest.</summary>
    private static HardModel NoEdge(Random random)
    {
        int d = s_featureCounts[random.Next(s_featureCounts.Length)];
        double[] step = OnSphere(random, d, PowerOfTen(random, 0, 2.5));
        return new HardModel(
            new PlainMember([At(1), At(-2.9)], [1, 2], 1),
            new PlainMember([At(-1), At(2.9)], [3, 1], 1),
            [Floats(At(0)), Floats(At(0.1)), Floats(At(-0.5)), Floats(At(1)), Floats(At(5))]);

        double[] At(double place) => [.. step.Select(v => (double)(float)(place * v))];
    }

    private static double[] Gaussian(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ =>
            (double)(float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];

    private static double[] OnSphere(Random random, int featureCount, double radius)
    {
        double[] direction = Gaussian(random, featureCount);
        double length = Math.Sqrt(direction.Sum(v => v * v)) + 1e-30;
        return [.. direction.Select(v => (double)(float)(v / length * radius))];
    }

    private static double PowerOfTen(Random random, double from, double to) => Math.Pow(10, from + (to - from) * random.NextDouble());

    private static float[] Floats(double[] row) => Array.ConvertAll(row, v => (float)v);
}
