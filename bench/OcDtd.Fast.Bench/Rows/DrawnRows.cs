namespace OcDtd.Fast.Bench.Rows;

/// <summary>Seeded matrices.</summary>
internal static class DrawnRows
{
    /// <summary>Independent standard normal values.</summary>
    internal static float[,] Normal(int count, int features, int seed)
    {
        var random = new Random(seed);
        float[,] rows = new float[count, features];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < features; j++)
                rows[i, j] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return rows;
    }
}
