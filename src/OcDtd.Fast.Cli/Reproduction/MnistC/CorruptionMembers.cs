using System.Collections.Concurrent;
using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>C1 and C2 of each seed. Kept, since to train them on halves of 30,000 rows takes longer than most that is asked of them.</summary>
internal sealed class CorruptionMembers(CorruptionTask task, MemberProtocol protocol, int[] sizes, BatchOptions batch)
{
    private readonly Lazy<double> _gamma = new(() => protocol.Gamma(task.Train));
    private readonly ConcurrentDictionary<int, Kept[]> _pairs = new();

    internal MemberProtocol Protocol { get; } = protocol;

    /// <summary>Numbers m of support vectors that there are members of.</summary>
    internal int[] Sizes { get; } = sizes;

    /// <summary>The protocol's γ; chosen when first asked for.</summary>
    internal double Gamma => _gamma.Value;

    /// <param name="size">One of <see cref="Sizes"/>.</param>
    /// <param name="seed">The trial's.</param>
    internal MemberPair Of(int size, int seed)
    {
        Kept[] pairs = _pairs.GetOrAdd(seed, key => [.. Protocol.Draw(task.Train, Gamma, Sizes, key, batch).Select(pair => new Kept(pair))]);
        return pairs[Array.IndexOf(Sizes, size)].Pair();
    }

    /// <summary>What a pair is made of: a model that has been asked holds its support vectors three times.</summary>
    private sealed class Kept(MemberPair pair)
    {
        private readonly double _gamma = pair.First.Gamma;
        private readonly (float[,] Rows, double[] Coefficients) _first = Of(pair.First), _second = Of(pair.Second);

        internal MemberPair Pair() => new(
            SupportVectorModel.Create(_first.Rows, _first.Coefficients, _gamma), SupportVectorModel.Create(_second.Rows, _second.Coefficients, _gamma));

        private static (float[,] Rows, double[] Coefficients) Of(SupportVectorModel model) => (model.SupportVectors.ToArray(), model.DualCoefficients.ToArray());
    }
}
