using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Commands.Fitting;

/// <summary>The rows that fit trains on, scaled where that was asked for.</summary>
internal sealed class TrainingData
{
    private readonly DataTable _table;
    private readonly float[,]? _scaled;

    internal TrainingData(DataTable table, ScalingKind kind)
    {
        _table = table;
        if (kind == ScalingKind.None)
            return;
        Scaling = EngineErrors.Translate(table.Source, () => FeatureScaling.Fit(kind, table.Rows));
        _scaled = Scaling.Apply(table.Rows);
        RequireFinite();
    }

    /// <summary>What was done to the rows; null for nothing.</summary>
    internal FeatureScaling? Scaling { get; }

    internal int RowCount => _table.RowCount;

    internal string Source => _table.Source;

    /// <summary>The rows as members see them.</summary>
    internal ReadOnlySpan2D<float> Rows => _scaled is null ? _table.Rows : _scaled;

    /// <summary>A value far outside a spread that is next to nothing: members would call it infinite, which the user's file has not got.</summary>
    private void RequireFinite()
    {
        for (int i = 0; i < RowCount; i++)
        {
            int column = Rows.GetRowSpan(i).IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            if (column >= 0)
            {
                throw new InputException(
                    $"{Source}: a value of {_table.Rows[i, column]} in column {column + 1} is beyond float32 "
                    + $"once scaled by {ScalingNames.Of(Scaling!.Kind)}; expected values nearer to the others.");
            }
        }
    }
}
