namespace OcDtd.Fast.Tests.Neighbors;

/// <summary>Seeded matrices.</summary>
internal static class Rows
{
    internal static float[,] Normal(int count, int featureCount, int seed) => Make(
        count,
        featureCount,
        seed,
        random => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    internal static float[,] Make(int count, int featureCount, int seed, Func<Random, double> value)
    {
        var random = new Random(seed);
        float[,] rows = new float[count, featureCount];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < featureCount; j++)
                rows[i, j] = (float)value(random);
        }

        return rows;
    }
}
