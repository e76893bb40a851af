namespace OcDtd.Fast;

/// <summary>Keeps the most responsible support vectors that were offered, sorted, in the caller's span.</summary>
internal ref struct TopPrototypes(Span<Prototype> room)
{
    private readonly Span<Prototype> _room = room;

    /// <summary>How many are kept.</summary>
    internal int Count { get; private set; }

    /// <summary>Offers one; of equals the one offered first stays first.</summary>
    internal void Offer(int member, int supportVector, double responsibility)
    {
        float weight = (float)responsibility;
        if (Count == _room.Length && (Count == 0 || !(weight > _room[Count - 1].Responsibility)))
            return;

        int place = Count < _room.Length ? Count++ : Count - 1;
        for (; place > 0 && weight > _room[place - 1].Responsibility; place--)
            _room[place] = _room[place - 1];
        _room[place] = new Prototype(member, supportVector, weight);
    }
}
