using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Bagging: the mean of its members' outlierness and of their relevance (eqs 2.2, 2.3; C1 + C2).</summary>
/// <remarks>Costs what its members cost. Bagging of one member is that member. See <see cref="OneClassModel"/> for what all models promise.</remarks>
public sealed class BaggingEnsemble : OneClassModel
{
    private readonly int _longest;

    /// <summary>Averages any number of members, of any widths.</summary>
    /// <param name="members">At least one; all of the same number of features.</param>
    /// <exception cref="ArgumentException">No members, one with a scaling, or they disagree on the number of features.</exception>
    public BaggingEnsemble(params ReadOnlySpan<SupportVectorModel> members)
        : base(EnsembleMembers.Check(members))
    {
        _longest = Members.Max(member => member.Packed.PaddedCount);
    }

    private protected override WorkspaceSize RowSize(bool explain) => explain ? new WorkspaceSize(_longest, _longest) : default;

    private protected override double Outlierness(ReadOnlySpan<float> sample, RowDistances distances, ref Workspace workspace)
    {
        double sum = 0;
        for (int i = 0; i < Members.Count; i++)
            sum += SupportVectorModel.NotNegative(Members[i].Pool(distances[i]).Value);
        return sum / Members.Count;
    }

    private protected override double Explain(
        ReadOnlySpan<float> sample,
        RowDistances distances,
        RelevanceRule rule,
        Span<double> relevance,
        out double residual,
        ref Workspace workspace)
    {
        // Before anything is refined: members that are one share their distances.
        double o = Outlierness(sample, distances, ref workspace);
        residual = 0;
        if (!double.IsFinite(o))
            return o;

        double share = 1.0 / Members.Count;
        for (int i = 0; i < Members.Count; i++)
        {
            (int, int) mark = workspace.Mark;
            Pooled pooled = Members[i].Pool(distances[i]);
            Members[i].AddRelevance(sample, distances[i], pooled, rule, share, relevance, out double rest, ref workspace);
            residual += rest;
            workspace.Release(mark);
        }

        return o;
    }

    private protected override void AddPrototypes(
        ReadOnlySpan<float> sample, RowDistances distances, ref TopPrototypes top, ref Workspace workspace)
    {
        for (int i = 0; i < Members.Count; i++)
        {
            (int, int) mark = workspace.Mark;
            Members[i].OfferResponsibilities(i, sample, distances[i], ref top, ref workspace);
            workspace.Release(mark);
        }
    }
}
