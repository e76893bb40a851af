namespace OcDtd.Fast.Data.Tests;

/// <summary>What every error about data has to be: a DataException of one line that says the essentials.</summary>
internal static class Errors
{
    internal static void Says(Action action, params string[] essentials)
    {
        DataException error = Assert.Throws<DataException>(action);
        Assert.DoesNotContain(error.Message, char.IsControl);
        foreach (string essential in essentials)
            Assert.Contains(essential, error.Message, StringComparison.Ordinal);
    }

    /// <summary>True if the action threw a DataException; anything else that it throws fails the test.</summary>
    internal static bool Refuses(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (DataException e)
        {
            Assert.DoesNotContain(e.Message, char.IsControl);
            return true;
        }
    }
}
