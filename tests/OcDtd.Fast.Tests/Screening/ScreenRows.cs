using OcDtd.Fast.Tests.Kernels;

namespace OcDtd.Fast.Tests.Screening;

/// <summary>Rows that try a bound in different ways.</summary>
internal static class ScreenRows
{
    internal static readonly string[] Kinds =
        ["random", "clusters", "rank three", "nearly singular", "fewer than axes", "duplicates", "all equal", "far out", "tiny", "huge", "mixed sizes"];

    /// <summary>Rows of a kind, row-major; more than a sample holds for "random" at most.</summary>
    internal static float[] Make(string kind, int seed, int features, out int count)
    {
        var random = new Random(seed);
        count = kind == "fewer than axes" ? 20 : 300;
        float[] rows = Widths.RandomFloats(random, count * features, 2);
        switch (kind)
        {
            case "clusters":
                float[] centers = Widths.RandomFloats(random, 3 * features, 100);
                Change((i, j, value) => value + centers[i % 3 * features + j]);
                break;
            case "rank three":
                float[] basis = Widths.RandomFloats(random, 3 * features);
                Change((i, j, _) => (float)(Math.Sin(i) * basis[j] + Math.Cos(2 * i) * basis[features + j] + (i % 7) * basis[2 * features + j]));
                break;
            case "nearly singular":
                Change((_, j, value) => value * MathF.Pow(0.5f, j));
                break;
            case "duplicates":
                float[] few = rows[..(5 * features)];
                Change((i, j, _) => few[i % 5 * features + j]);
                break;
            case "all equal":
                Change((_, j, _) => j);
                break;
            case "far out":
                Change((_, _, value) => value + 1e6f);
                break;
            case "tiny":
                Change((_, _, value) => value * 1e-13f);
                break;
            case "huge":
                Change((_, _, value) => value * 1e12f);
                break;
            case "mixed sizes":
                Change((i, _, value) => value * MathF.Pow(10, i % 60 - 30));
                break;
        }

        return rows;

        void Change(Func<int, int, float, float> map)
        {
            for (int i = 0; i < rows.Length; i++)
                rows[i] = map(i / features, i % features, rows[i]);
        }
    }
}
