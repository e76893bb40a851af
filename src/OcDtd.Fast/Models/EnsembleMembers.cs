namespace OcDtd.Fast;

/// <summary>What every ensemble asks of its members.</summary>
internal static class EnsembleMembers
{
    /// <summary>
    /// At least one member, none null, none with a scaling of its own, all with the same number of features; returned as an array of its
    /// own.
    /// </summary>
    internal static SupportVectorModel[] Check(params ReadOnlySpan<SupportVectorModel> members)
    {
        if (members.IsEmpty)
            throw new ArgumentException("no members; expected at least one.", nameof(members));

        foreach (SupportVectorModel member in members)
            ArgumentNullException.ThrowIfNull(member, nameof(members));
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i].Scaling is { } scaling)
            {
                throw new ArgumentException(
                    $"member {i} has a scaling of its own ({ScalingNames.Of(scaling.Kind)}); expected none: it belongs to the whole model.",
                    nameof(members));
            }

            if (members[i].FeatureCount != members[0].FeatureCount)
            {
                throw new ArgumentException(
                    $"member {i} has {members[i].FeatureCount} features, member 0 has {members[0].FeatureCount}; they must agree.",
                    nameof(members));
            }
        }

        return members.ToArray();
    }
}
