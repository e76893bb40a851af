namespace OcDtd.Fast;

/// <summary>Refuses error rates that promise nothing (1) or ask for the impossible (0).</summary>
internal static class Rates
{
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0 and below 1; NaN is neither.</exception>
    internal static void Require(double rate, string what, string parameter)
    {
        if (!(rate > 0 && rate < 1))
            throw new ArgumentOutOfRangeException(parameter, $"the {what} is {rate}; expected a number above 0, below 1.");
    }
}
