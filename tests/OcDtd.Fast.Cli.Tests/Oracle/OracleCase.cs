namespace OcDtd.Fast.Cli.Tests.Oracle;

/// <summary>A model to draw at random; random_models.py reads these fields.</summary>
internal sealed record OracleCase(string Name, string Ensemble, int Features, int[] SupportVectors)
{
    /// <summary>γ times the typical squared distance between support vectors: under 1 is smooth, 30 is sharp.</summary>
    public double Sharpness { get; init; } = 3;

    /// <summary>Each member's γ as a multiple of the one before.</summary>
    public double GammaRatio { get; init; } = 1;

    /// <summary>k and l of local Times.</summary>
    public int[] Neighbors { get; init; } = [];

    public bool Renormalize { get; init; }

    /// <summary>Added to every value.</summary>
    public double Offset { get; init; }

    /// <summary>How many kernel widths the members lie apart.</summary>
    public double Apart { get; init; }

    /// <summary>Whether coefficients span hundreds of orders of magnitude.</summary>
    public bool TinyCoefficients { get; init; }

    /// <summary>Whether pixel-flipping curves are compared too; the oracle takes long for many features.</summary>
    public bool Flip { get; init; }

    internal static readonly OracleCase[] All =
    [
        new("single-d1", "none", 1, [9]) { Flip = true },
        new("single-d1-one", "none", 1, [1]),
        new("single-d2-sharp", "none", 2, [40]) { Sharpness = 100, Flip = true },
        new("single-d8-smooth", "none", 8, [130]) { Sharpness = 0.05 },
        new("single-d33", "none", 33, [257]) { Flip = true },
        new("single-d130-offset", "none", 130, [100]) { Offset = 1e4 },
        new("single-d784", "none", 784, [300]) { Sharpness = 20 },
        new("single-d784-offset", "none", 784, [60]) { Offset = 1e4, Sharpness = 50 },
        new("single-tiny-coefficients", "none", 16, [90]) { TinyCoefficients = true },
        new("single-tiny-coefficients-offset", "none", 5, [33]) { TinyCoefficients = true, Offset = 1e4, Sharpness = 30 },

        new("bagging-one-d3", "bagging", 3, [20]),
        new("bagging-d1", "bagging", 1, [5, 7]) { Flip = true },
        new("bagging-d17-unequal", "bagging", 17, [64, 31]) { GammaRatio = 7, Flip = true },
        new("bagging-d64-offset", "bagging", 64, [100, 150]) { Offset = 1e4, GammaRatio = 0.2 },
        new("bagging-three-d5", "bagging", 5, [30, 20, 10]) { GammaRatio = 3, Flip = true },
        new("bagging-three-d100-apart", "bagging", 100, [50, 60, 70]) { Apart = 20 },
        new("bagging-d784", "bagging", 784, [200, 150]) { Sharpness = 10, GammaRatio = 2 },
        new("bagging-tiny-coefficients", "bagging", 9, [40, 50]) { TinyCoefficients = true, GammaRatio = 0.5 },

        new("global-d1", "global-times", 1, [6, 4]) { Flip = true },
        new("global-d2-smooth", "global-times", 2, [30, 25]) { Sharpness = 0.1 },
        new("global-d7-unequal", "global-times", 7, [33, 48]) { GammaRatio = 10, Flip = true },
        new("global-d33-sharp", "global-times", 33, [64, 65]) { Sharpness = 40 },
        new("global-d20-apart", "global-times", 20, [40, 30]) { Apart = 25, Sharpness = 10 },
        new("global-d50-offset", "global-times", 50, [40, 50]) { Offset = 1e4, GammaRatio = 0.3 },
        new("global-d12-offset-apart", "global-times", 12, [30, 30]) { Offset = 1e4, Apart = 10 },
        new("global-d784", "global-times", 784, [40, 45]) { Sharpness = 15, GammaRatio = 1.5 },
        new("global-tiny-coefficients", "global-times", 6, [25, 35]) { TinyCoefficients = true },
        new("global-one-by-one", "global-times", 10, [1, 1]) { GammaRatio = 4 },

        new("local-d1", "local-times", 1, [6, 9]) { Neighbors = [2, 3], Flip = true },
        new("local-d2-renormalized", "local-times", 2, [30, 20]) { Neighbors = [4, 2], Renormalize = true, Flip = true },
        new("local-d10-unequal", "local-times", 10, [60, 45]) { Neighbors = [5, 9], GammaRatio = 6, Flip = true },
        new("local-d33", "local-times", 33, [200, 150]) { Neighbors = [15, 20] },
        new("local-d64-sharp-renormalized", "local-times", 64, [90, 110]) { Neighbors = [11, 9], Sharpness = 40, Renormalize = true, GammaRatio = 0.5 },
        new("local-d20-apart", "local-times", 20, [40, 30]) { Neighbors = [3, 7], Apart = 25, Sharpness = 10 },
        new("local-d20-apart-renormalized", "local-times", 20, [40, 30]) { Neighbors = [3, 7], Apart = 25, Renormalize = true },
        new("local-d50-offset", "local-times", 50, [70, 60]) { Neighbors = [6, 7], Offset = 1e4 },
        new("local-d9-offset-unequal", "local-times", 9, [50, 40]) { Neighbors = [5, 2], Offset = 1e4, GammaRatio = 5, Renormalize = true },
        new("local-d784", "local-times", 784, [100, 90]) { Neighbors = [9, 10], Sharpness = 15 },
        new("local-tiny-coefficients", "local-times", 8, [40, 30]) { Neighbors = [4, 5], TinyCoefficients = true },
        new("local-all-neighbours", "local-times", 15, [30, 20]) { Neighbors = [20, 30], GammaRatio = 2 },
        new("local-one-neighbour", "local-times", 4, [50, 35]) { Neighbors = [1, 1], Flip = true },
    ];
}
