using OcDtd.Fast.Bench.Measuring;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>One table of the short comparison.</summary>
internal sealed record Section(string Title, params Case[] Cases);
