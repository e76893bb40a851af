namespace OcDtd.Fast;

/// <summary>A support vector that answers for a row's outlierness.</summary>
/// <param name="Member">Which member, counted from 0.</param>
/// <param name="SupportVector">Which of that member's support vectors, counted from 0.</param>
/// <param name="Responsibility">
/// Its softmax weight, in [0, 1]; a member's weights sum to 1. In a Times ensemble the marginal: the sum over its partners.
/// </param>
public readonly record struct Prototype(int Member, int SupportVector, float Responsibility);
