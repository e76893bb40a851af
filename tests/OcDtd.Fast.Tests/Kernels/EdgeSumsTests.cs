using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class EdgeSumsTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 5, 3, 2 }, { 40, 70, 15 }, { 40, 70, 16 }, { 40, 70, 17 }, { 130, 33, 33 }, { 65, 90, 90 }, { 200, 200, 10 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sixteen_rows_have_the_bits_of_one_at_every_width(int centers, int partners, int k)
    {
        foreach (int rows in new[] { 1, 3, 15, 16 })
        {
            var problem = new Problem(centers, partners, k, rows);
            double[] expected = new double[16];
            for (int r = 0; r < rows; r++)
                expected[r] = problem.OfOne(r);
            foreach (SimdWidth width in Widths.All)
                Assert.Equal(expected, problem.OfSixteen(width));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Agrees_with_double_arithmetic_within_the_stated_error(int centers, int partners, int k)
    {
        var problem = new Problem(centers, partners, k, 16);
        for (int r = 0; r < 16; r++)
            Assert.InRange(Math.Abs(problem.OfOne(r) / problem.Exact(r) - 1), 0, EdgeSums.RelativeError);
    }

    [Fact]
    public void NaN_stays_in_its_row()
    {
        var problem = new Problem(20, 20, 20, 16);
        double[] expected = problem.OfSixteen(Simd.Active);
        problem.Partners[3 * problem.PartnerStride + 7] = float.NaN;
        expected[3] = double.NaN;
        Assert.True(double.IsNaN(problem.OfOne(3)));
        foreach (SimdWidth width in Widths.All)
            Assert.Equal(expected, problem.OfSixteen(width));
    }

    /// <summary>Kernels of sixteen rows a stride apart, NaN between them, 0 where there is no row.</summary>
    private sealed class Problem
    {
        private readonly int _centers, _partners, _k, _rows, _centerStride;
        private readonly float[] _centerKernels;
        private readonly int[] _indices;

        internal Problem(int centers, int partners, int k, int rows)
        {
            var random = new Random(centers + partners);
            (_centers, _partners, _k, _rows, _centerStride, PartnerStride) = (centers, partners, k, rows, (centers + 3) / 4 * 4, (partners + 7) / 4 * 4);
            _centerKernels = Kernels(random, centers, _centerStride);
            Partners = Kernels(random, partners, PartnerStride);
            _indices = [.. Enumerable.Range(0, centers * k).Select(_ => random.Next(partners))];
        }

        internal float[] Partners { get; }

        internal int PartnerStride { get; }

        internal double OfOne(int r) => EdgeSums.OfOne(
            _centerKernels.AsSpan(r * _centerStride, _centers), Partners.AsSpan(r * PartnerStride, _partners), _indices, _k);

        internal double[] OfSixteen(SimdWidth width)
        {
            float[] e = new float[16 * _centerStride], f = new float[16 * PartnerStride];
            EdgeSums.PutSideBySide(width, _centerKernels, _centerStride, e);
            EdgeSums.PutSideBySide(width, Partners, PartnerStride, f);
            double[] sums = new double[16];
            EdgeSums.OfSixteen(width, e, f, _indices, _k, sums);
            return sums;
        }

        internal double Exact(int r)
        {
            double sum = 0;
            for (int e = 0; e < _indices.Length; e++)
                sum += (double)_centerKernels[r * _centerStride + e / _k] * Partners[r * PartnerStride + _indices[e]];
            return sum;
        }

        private float[] Kernels(Random random, int count, int stride)
        {
            float[] kernels = new float[16 * stride];
            for (int r = 0; r < _rows; r++)
            {
                kernels.AsSpan(r * stride, stride).Fill(float.NaN);
                for (int i = 0; i < count; i++)
                    kernels[r * stride + i] = (float)Math.Exp(-30 * random.NextDouble());
            }

            return kernels;
        }
    }
}
