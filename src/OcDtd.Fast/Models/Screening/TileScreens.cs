namespace OcDtd.Fast;

/// <summary>The screened rows of a tile, for every distinct member.</summary>
internal readonly ref struct TileScreens
{
    private readonly Span<float> _relative;
    private readonly Span<float> _survivors;
    private readonly Span<RowScreen> _screens;
    private readonly ReadOnlySpan<DistanceBlock> _blocks;
    private readonly int _wholeRows;

    /// <summary>Screens of <paramref name="rows"/> rows; blocks say where each member's stand.</summary>
    internal TileScreens(
        Span<float> relative, Span<float> survivors, Span<RowScreen> screens, ReadOnlySpan<DistanceBlock> blocks, int rows)
    {
        _relative = relative;
        _survivors = survivors;
        _screens = screens;
        _blocks = blocks;
        _wholeRows = MemberScreen.RoomFor(rows);
        RowCount = rows;
    }

    /// <summary>Number of rows.</summary>
    internal int RowCount { get; }

    /// <summary>Row <paramref name="row"/> as member <paramref name="member"/> sees it. Members that are one share it.</summary>
    internal ScreenedRow this[int member, int row]
    {
        get
        {
            DistanceBlock block = _blocks[member];
            return new ScreenedRow(
                _relative.Slice(_wholeRows * block.Start + row * block.PaddedCount, block.PaddedCount),
                _survivors.IsEmpty ? default : _survivors.Slice(RowCount * block.SurvivorStart + row * block.SurvivorLength, block.SurvivorLength),
                _screens[block.Member * RowCount + row]);
        }
    }

    /// <summary>Where member <paramref name="member"/>'s distances of all rows stand, whole groups of rows.</summary>
    internal Span<float> Relative(int member) =>
        _relative.Slice(_wholeRows * _blocks[member].Start, _wholeRows * _blocks[member].PaddedCount);

    /// <summary>Where its survivors of all rows stand; empty where no row is to be pruned.</summary>
    internal Span<float> Survivors(int member) => _survivors.IsEmpty
        ? default
        : _survivors.Slice(RowCount * _blocks[member].SurvivorStart, RowCount * _blocks[member].SurvivorLength);

    /// <summary>Where what goes with them stands, row by row.</summary>
    internal Span<RowScreen> Screens(int member) => _screens.Slice(_blocks[member].Member * RowCount, RowCount);
}

/// <summary>Where a member's distances stand in a tile: rows × PaddedCount floats, after <c>rows · Start</c> others.</summary>
/// <param name="Member">Which of the distinct members it is.</param>
/// <param name="Start">Lanes of those before it.</param>
/// <param name="PaddedCount">Its lanes.</param>
/// <param name="SurvivorStart">Floats a row that the survivors of those before it take.</param>
/// <param name="SurvivorLength">What its own take; 0 where it is not pruned.</param>
internal readonly record struct DistanceBlock(int Member, int Start, int PaddedCount, int SurvivorStart, int SurvivorLength);
