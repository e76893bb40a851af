using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Bagging: the mean of its members' outlierness and of their relevance (eqs 2.2, 2.3; C1 + C2).</summary>
/// <remarks>Costs what its members cost. Bagging of one member is that member. See <see cref="OneClassModel"/> for what all models promise.</remarks>
public sealed class BaggingEnsemble : OneClassModel
{
    private readonly MemberMean _mean;

    /// <summary>Averages any number of members, of any widths.</summary>
    /// <param name="members">At least one; all of the same number of features.</param>
    /// <exception cref="ArgumentException">No members, one with a scaling, or they disagree on the number of features.</exception>
    public BaggingEnsemble(params ReadOnlySpan<SupportVectorModel> members)
        : base(EnsembleMembers.Check(members), prunes: true)
    {
        _mean = new MemberMean([.. Members]);
    }

    private protected override WorkspaceSize RowSize(int rows, bool explain) => _mean.Size(rows, explain);

    private protected override void Outlierness(RowTile samples, TileScreens screens, Span<double> outlierness, ref Workspace workspace) =>
        _mean.Score(samples, screens, outlierness, ref workspace);

    private protected override void Explain(
        RowTile samples,
        TileScreens screens,
        RelevanceRule rule,
        Span<double> outlierness,
        Span<double> relevance,
        Span<double> residual,
        ref Workspace workspace) =>
        _mean.Explain(samples, screens, rule, outlierness, relevance, residual, ref workspace);

    private protected override void AddPrototypes(
        ReadOnlySpan<float> sample, TileScreens screens, ref TopPrototypes top, ref Workspace workspace)
    {
        for (int i = 0; i < Members.Count; i++)
        {
            (int, int) mark = workspace.Mark;
            Members[i].OfferResponsibilities(i, sample, screens[i, 0], ref top, ref workspace);
            workspace.Release(mark);
        }
    }
}
