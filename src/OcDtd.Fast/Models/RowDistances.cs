namespace OcDtd.Fast;

/// <summary>One row's squared distances to the support vectors of each distinct member.</summary>
internal readonly ref struct RowDistances
{
    private readonly Span<double> _tile;
    private readonly ReadOnlySpan<DistanceBlock> _blocks;
    private readonly int _tileRows;
    private readonly int _row;

    internal RowDistances(Span<double> tile, ReadOnlySpan<DistanceBlock> blocks, int tileRows, int row)
    {
        _tile = tile;
        _blocks = blocks;
        _tileRows = tileRows;
        _row = row;
    }

    /// <summary>Distances to member <paramref name="member"/>'s support vectors, PaddedCount long. Members that are one share them.</summary>
    internal Span<double> this[int member]
    {
        get
        {
            DistanceBlock block = _blocks[member];
            return _tile.Slice(_tileRows * block.Start + _row * block.PaddedCount, block.PaddedCount);
        }
    }
}

/// <summary>Where a member's distances stand in a tile: rows × PaddedCount doubles, after <c>rows · Start</c> others.</summary>
internal readonly record struct DistanceBlock(int Start, int PaddedCount);
