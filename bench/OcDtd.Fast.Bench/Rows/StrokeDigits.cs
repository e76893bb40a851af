using System.Numerics;

namespace OcDtd.Fast.Bench.Rows;

/// <summary>Draws images like digits: a few pen strokes, always the same ones but shaken; most pixels are exactly 0.</summary>
internal sealed class StrokeDigits
{
    private const int Points = 5;
    private readonly Vector2[] _points = new Vector2[Points];
    private readonly int _side;

    /// <summary>A kind of digit of its own, of <paramref name="side"/> × <paramref name="side"/> pixels.</summary>
    internal StrokeDigits(Random random, int side)
    {
        _side = side;
        for (int i = 0; i < Points; i++)
            _points[i] = new Vector2(4 + random.NextSingle() * (side - 8), 4 + random.NextSingle() * (side - 8));
    }

    /// <summary>One image of this kind.</summary>
    internal void Draw(Random random, Span<float> image)
    {
        Span<Vector2> shaken = stackalloc Vector2[Points];
        for (int i = 0; i < Points; i++)
            shaken[i] = _points[i] + 3 * new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f);

        float pen = 1.2f + random.NextSingle();
        for (int pixel = 0; pixel < image.Length; pixel++)
        {
            var at = new Vector2(pixel % _side, pixel / _side);
            float nearest = float.MaxValue;
            for (int i = 0; i + 1 < Points; i++)
                nearest = Math.Min(nearest, Distance(at, shaken[i], shaken[i + 1]));
            image[pixel] = MathF.Round(255 * Math.Clamp(pen + 0.5f - nearest, 0, 1)) / 255; // as 8 bits would hold it
        }
    }

    private static float Distance(Vector2 at, Vector2 from, Vector2 to)
    {
        Vector2 along = to - from;
        float t = Math.Clamp(Vector2.Dot(at - from, along) / Math.Max(along.LengthSquared(), 1e-6f), 0, 1);
        return Vector2.Distance(at, from + t * along);
    }
}
