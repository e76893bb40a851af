namespace OcDtd.Fast.Solver;

/// <summary>Rows whose coefficient changed, and by how much.</summary>
internal sealed class CoefficientChanges
{
    private readonly List<int> _rows = [];
    private readonly List<double> _amounts = [];

    internal int[] Rows => [.. _rows];

    internal double[] Amounts => [.. _amounts];

    internal bool Any => _rows.Count > 0;

    internal void Add(int row, double before, double after)
    {
        if (before == after)
            return;
        _rows.Add(row);
        _amounts.Add(after - before);
    }
}
