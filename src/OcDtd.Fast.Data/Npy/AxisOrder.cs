using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Npy;

/// <summary>Finds, in the order of the file, which row and feature a value belongs to; turns Fortran order into C order.</summary>
internal sealed class AxisOrder
{
    private readonly TableShape _shape;

    // Fortran order: feature of the r-th run of values, one value a row. C order: none.
    private readonly int[]? _featureOfRun;

    internal AxisOrder(NpyHeader header, TableShape shape)
    {
        _shape = shape;
        _featureOfRun = header.FortranOrder && header.Axes.Length > 2 ? FeaturesOfRuns(header.Axes, shape.FeatureCount) : null;
        IsTransposed = header.FortranOrder;
    }

    /// <summary>True if the file's order is not that of rows.</summary>
    internal bool IsTransposed { get; }

    /// <summary>Row (from 0) and feature of the value at <paramref name="index"/> in the file.</summary>
    internal (long Row, int Feature) Of(long index) => IsTransposed
        ? (index % _shape.RowCount, FeatureOf((int)(index / _shape.RowCount)))
        : (index / _shape.FeatureCount, (int)(index % _shape.FeatureCount));

    /// <summary>The same values with rows contiguous.</summary>
    internal float[] ToRows(float[] values)
    {
        // Tiles keep both sides in cache: straight lines through either array would miss on the other.
        const int Tile = 64;
        (int rows, int features) = (_shape.RowCount, _shape.FeatureCount);
        float[] result = GC.AllocateUninitializedArray<float>(values.Length);
        for (int firstRow = 0; firstRow < rows; firstRow += Tile)
        {
            int lastRow = Math.Min(rows, firstRow + Tile);
            for (int run = 0; run < features; run++)
            {
                int feature = FeatureOf(run);
                for (int row = firstRow; row < lastRow; row++)
                    result[(row * features) + feature] = values[(run * rows) + row];
            }
        }

        return result;
    }

    private int FeatureOf(int run) => _featureOfRun?[run] ?? run;

    private static int[] FeaturesOfRuns(long[] axes, int featureCount)
    {
        int[] features = new int[featureCount];
        for (int run = 0; run < featureCount; run++)
        {
            // The run's number counts the feature axes with the first fastest, the feature's number with the last fastest.
            int rest = run;
            int stride = featureCount;
            for (int axis = 1; axis < axes.Length; axis++)
            {
                int length = (int)axes[axis];
                stride /= length;
                features[run] += rest % length * stride;
                rest /= length;
            }
        }

        return features;
    }
}
