namespace OcDtd.Fast.Bench.Comparison;

/// <summary>One part of the comparison.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="Title">As printed.</param>
/// <param name="Run">Measures and writes it.</param>
internal sealed record Section(string Name, string Title, Action<Report> Run);
