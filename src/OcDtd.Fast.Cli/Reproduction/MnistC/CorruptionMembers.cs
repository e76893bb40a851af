using System.Collections.Concurrent;
using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>C1 and C2 of each seed. Kept, since to train them on halves of 30,000 rows takes longer than most that is asked of them.</summary>
internal sealed class CorruptionMembers(CorruptionTask task, MemberProtocol protocol, int[] sizes, BatchOptions batch)
{
    private readonly Lazy<double> _gamma = new(() => protocol.Gamma(task.Train));
    private readonly ConcurrentDictionary<int, MemberPair[]> _pairs = new();

    internal MemberProtocol Protocol { get; } = protocol;

    /// <summary>Numbers m of support vectors that there are members of.</summary>
    internal int[] Sizes { get; } = sizes;

    /// <summary>The protocol's γ; chosen when first asked for.</summary>
    internal double Gamma => _gamma.Value;

    /// <param name="size">One of <see cref="Sizes"/>.</param>
    /// <param name="seed">The trial's.</param>
    internal MemberPair Of(int size, int seed) =>
        _pairs.GetOrAdd(seed, key => Protocol.Draw(task.Train, Gamma, Sizes, key, batch))[Array.IndexOf(Sizes, size)];
}
