namespace OcDtd.Fast.Onnx;

/// <summary>The widths of a product of two members, as names of float64 numbers: γ' = γ₁ + γ₂ and what follows.</summary>
/// <param name="Gamma">γ'.</param>
/// <param name="FirstShare">w₁ = γ₁/γ'.</param>
/// <param name="SecondShare">w₂ = γ₂/γ'.</param>
/// <param name="Gap">γ₁γ₂/γ': what ‖u−v‖² is multiplied by in γ'‖x−w₁u−w₂v‖² = γ₁‖x−u‖² + γ₂‖x−v‖² − (γ₁γ₂/γ')‖u−v‖².</param>
internal sealed record TimesConstants(string Gamma, string FirstShare, string SecondShare, string Gap)
{
    internal static TimesConstants Add(GraphBuilder graph, MemberTensors first, MemberTensors second)
    {
        string sum = graph.Add(first.Gamma, second.Gamma);
        string firstShare = graph.Div(first.Gamma, sum);
        return new TimesConstants(sum, firstShare, graph.Div(second.Gamma, sum), graph.Mul(firstShare, second.Gamma));
    }
}
