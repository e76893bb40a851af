namespace OcDtd.Fast.Onnx;

/// <summary>How much relevance a (virtual) support vector spreads, per squared distance: responsibility times the rule's share.</summary>
/// <remarks>
/// With g = γ‖x−u‖² and responsibility p: the thesis' p·min(o/‖x−u‖², γ) is γp · o/max(g, o), and the conservative p·o/‖x−u‖² is γp · o/g, 0 where
/// g &lt; 10⁻⁹. Neither is ever 0/0. All sizes that broadcast will do.
/// </remarks>
internal static class RelevanceWeights
{
    /// <summary>Under this exponent the conservative rule gives nothing.</summary>
    private const double AtTheSupportVector = 1e-9;

    /// <summary>Where o and g are both 0 the row is at the support vector, and any weight will do: it meets a difference of 0.</summary>
    private const double Tiny = 1e-300;

    internal static string Add(
        GraphBuilder graph, RelevanceRule rule, string responsibilities, string exponents, string outlierness, string gamma)
    {
        string scaled = graph.Mul(outlierness, gamma);
        if (rule == RelevanceRule.Thesis)
        {
            string clipped = graph.Max(exponents, graph.Max(outlierness, graph.Number(Tiny)));
            return graph.Mul(responsibilities, graph.Div(scaled, clipped));
        }

        string near = graph.Node("Less", [exponents, graph.Number(AtTheSupportVector)]);
        string apart = graph.Max(exponents, graph.Number(AtTheSupportVector));
        return graph.Where(near, graph.Number(0), graph.Mul(responsibilities, graph.Div(scaled, apart)));
    }
}
