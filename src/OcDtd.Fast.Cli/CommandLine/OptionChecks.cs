using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>What System.CommandLine would word in types of .NET, or let pass, worded for someone at a command line.</summary>
internal static class OptionChecks
{
    /// <summary>Reads a whole number or says what stands there instead.</summary>
    internal static void ExpectWholeNumber(Option<int> option) => option.CustomParser = result => Parse(
        option, result, "a whole number", static (string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    /// <summary>Reads a number or says what stands there instead.</summary>
    internal static void ExpectNumber(Option<double> option) => option.CustomParser = result => Parse(
        option, result, "a number", static (string text, out double value) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value));

    /// <summary>Refuses an empty text, which a script's unset variable leaves behind.</summary>
    internal static void RefuseEmpty(Option<string> option) => option.Validators.Add(result => RefuseEmpty(option.Name, result));

    /// <summary>Refuses an empty text, which a script's unset variable leaves behind.</summary>
    internal static void RefuseEmpty(Argument<string> argument) => argument.Validators.Add(result => RefuseEmpty(argument.Name, result));

    /// <summary>Refuses an empty text at any place.</summary>
    internal static void RefuseEmpty(Option<string[]> option) => option.Validators.Add(result => RefuseEmpty(option.Name, result));

    private static void RefuseEmpty(string name, SymbolResult result)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
            result.AddError($"{name} is empty; expected a value.");
    }

    private static T Parse<T>(Option<T> option, ArgumentResult result, string expected, TryParse<T> tryParse)
        where T : struct
    {
        string text = result.Tokens[^1].Value;
        if (!tryParse(text, out T value))
            result.AddError($"{option.Name} is '{text}'; expected {expected}.");
        return value;
    }

    private delegate bool TryParse<T>(string text, out T value);
}
