using System.Globalization;
using System.Text;
using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Libsvm;

/// <summary>The lines of a libsvm model file before its support vectors: a name and values on each.</summary>
internal sealed class LibsvmHeader
{
    private const string OnlyKind = "only svm_type one_class with kernel_type rbf can be taken over";

    private static readonly string[] s_required = ["svm_type", "kernel_type", "gamma", "total_sv", "rho"];

    private readonly Dictionary<string, long> _lines = [];

    private LibsvmHeader()
    {
    }

    internal double Gamma { get; private set; }

    internal double Rho { get; private set; }

    /// <summary>How many support vectors the file claims to hold, at least 1.</summary>
    internal int SupportVectorCount { get; private set; }

    /// <summary>How messages call that claim.</summary>
    internal string Claim => $"total_sv on line {_lines["total_sv"]} is {SupportVectorCount}";

    /// <summary>Reads the header; <paramref name="words"/> is then before the first support vector.</summary>
    /// <exception cref="DataException">It is no header of a one-class model with an rbf kernel.</exception>
    internal static LibsvmHeader Read(WordReader words)
    {
        var header = new LibsvmHeader();
        while (words.NextLine())
        {
            string name = Encoding.UTF8.GetString(Word(words, "name"));
            if (name == "SV")
            {
                RequireLineEnd(words, name);
                header.RequireAll(words);
                return header;
            }

            header.Take(name, words);
        }

        throw new DataException($"{words.Source}: ends before a line SV; expected the header of a libsvm model, SV and support vectors.");
    }

    private void Take(string name, WordReader words)
    {
        if (!_lines.TryAdd(name, words.Line))
            throw new DataException($"{Place.Line(words.Source, words.Line, name)} was given on line {_lines[name]}; expected it once.");

        switch (name)
        {
            case "svm_type": RequireKind(words, name, "one_class"u8); break;
            case "kernel_type": RequireKind(words, name, "rbf"u8); break;
            case "gamma": Gamma = Number(words, name, above: 0, "a finite number above 0"); break;
            case "rho": Rho = Number(words, name, double.NegativeInfinity, "a finite number"); break;
            case "nr_class": RequireClasses(words, name); break;
            case "total_sv": SupportVectorCount = Count(words, name); break;

            // What other kernels and other machines read, and one-class models for their probabilities.
            case "degree" or "coef0" or "label" or "nr_sv" or "probA" or "probB" or "prob_density_marks":
                while (words.TryRead(out _))
                {
                }

                break;
            default:
                string place = Place.Line(words.Source, words.Line), names = string.Join(", ", s_required);
                throw new DataException($"{place}: {Place.Quote(name)} is no name in a libsvm model; expected {names} or SV.");
        }

        RequireLineEnd(words, name);
    }

    private void RequireAll(WordReader words)
    {
        foreach (string name in s_required)
        {
            if (!_lines.ContainsKey(name))
                throw new DataException($"{Place.Line(words.Source, words.Line)}: SV comes before {name}; expected {name} in the header.");
        }
    }

    private static void RequireKind(WordReader words, string name, ReadOnlySpan<byte> expected)
    {
        ReadOnlySpan<byte> found = Word(words, name);
        if (!found.SequenceEqual(expected))
            throw Wrong(words, name, found, OnlyKind);
    }

    private static void RequireClasses(WordReader words, string name)
    {
        ReadOnlySpan<byte> found = Word(words, name);
        if (!found.SequenceEqual("2"u8))
            throw Wrong(words, name, found, "expected 2, as in every one_class model");
    }

    private static int Count(WordReader words, string name)
    {
        ReadOnlySpan<byte> text = Word(words, name);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : throw Wrong(words, name, text, $"expected a whole number from 1 to {int.MaxValue}");
    }

    private static double Number(WordReader words, string name, double above, string expected)
    {
        ReadOnlySpan<byte> text = Word(words, name);
        return NumberText.TryParse(text, out double value) && value > above && double.IsFinite(value)
            ? value
            : throw Wrong(words, name, text, $"expected {expected}");
    }

    private static ReadOnlySpan<byte> Word(WordReader words, string name) => words.TryRead(out ReadOnlySpan<byte> word)
        ? word
        : throw new DataException($"{Place.Line(words.Source, words.Line, name)} has no value; expected one.");

    private static void RequireLineEnd(WordReader words, string name)
    {
        if (words.TryRead(out ReadOnlySpan<byte> more))
        {
            string place = Place.Line(words.Source, words.Line, name);
            throw new DataException($"{place} is followed by {Place.Quote(more)}; expected nothing more on the line.");
        }
    }

    private static DataException Wrong(WordReader words, string name, ReadOnlySpan<byte> found, string expected) =>
        new($"{Place.Line(words.Source, words.Line, name)} is {Place.Quote(found)}; {expected}.");
}
