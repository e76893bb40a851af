namespace OcDtd.Fast.Cli.Reproduction.Thesis;

/// <summary>Numbers of the thesis that cannot be what was measured, and how we know.</summary>
internal static class Misprints
{
    internal const string Stripe = "stripe";

    internal const string TileCrack = "tile/crack";

    internal const string StripeNote =
        "The thesis' stripe row does not fit the published corruption: inverting a stripe changes hundreds of pixels from black to white, which any of these models sees (about 1.0).";

    internal const string TileCrackNote =
        "From C2 on, the thesis' Table 3.5 repeats another row at tile crack. The numbers shown are what its Tables 3.4 and 3.6 give.";

    /// <summary>A row of Table 3.5, with tile crack from the other two tables: cosine = ROC AUC / Clever Hans score (eq 3.5).</summary>
    internal static double[]? Cosine(string key, ThesisTable? cosine, ThesisTable? rocAuc, ThesisTable? cleverHans) =>
        key == TileCrack && rocAuc?.Row(key) is { } auc && cleverHans?.Row(key) is { } score
            ? [.. auc.Zip(score, (a, s) => Math.Round(a / s, 3))]
            : cosine?.Row(key);
}
