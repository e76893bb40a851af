using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reproduction.Trials;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

/// <summary>What is in the journal is known; what is not, or not wholly, or from elsewhere, is not.</summary>
public sealed class TrialJournalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_come_back_bit_for_bit()
    {
        double[] numbers = [0.1, 1.0 / 3, double.NaN, double.PositiveInfinity, -0.0, double.Epsilon];
        Write("here", ("a", numbers));
        TrialBook book = Read("here");
        Assert.Equal(numbers.Select(BitConverter.DoubleToInt64Bits), book.Of(Trial("a"))["x"].Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void A_line_cut_short_is_dropped_and_written_again()
    {
        Write("here", ("a", [1]), ("b", [2]));
        byte[] whole = File.ReadAllBytes(Journal);
        int endOfA = Array.IndexOf(whole, (byte)'\n', Array.IndexOf(whole, (byte)'\n') + 1) + 1;
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Journal, whole[..length]);
            using (TrialJournal journal = TrialJournal.Open(Journal, "here", new TrialBook()))
                journal.Add(Trial("c").Key, new TrialNumbers { ["x"] = [3] });
            TrialBook book = Read("here");
            Assert.True(book.Has(Trial("c")), $"cut at {length}");
            Assert.Equal(length >= endOfA, book.Has(Trial("a")));
            Assert.False(book.Has(Trial("b")), $"cut at {length}");
        }
    }

    [Fact]
    public void A_journal_of_other_data_is_set_aside()
    {
        Write("here", ("a", [1]));
        byte[] before = File.ReadAllBytes(Journal);
        Assert.False(Read("elsewhere").Has(Trial("a")));
        Assert.Equal(before, File.ReadAllBytes(Journal + TrialJournal.Aside));
        Assert.False(Read("here").Has(Trial("a")));
    }

    [Fact]
    public void Two_runs_cannot_write_one_journal()
    {
        using TrialJournal first = TrialJournal.Open(Journal, "here", new TrialBook());
        InputException error = Assert.Throws<InputException>(() => TrialJournal.Open(Journal, "here", new TrialBook()));
        Assert.StartsWith(Journal, error.Message);
    }

    [Fact]
    public void A_runner_runs_what_is_missing_and_nothing_else()
    {
        Write("here", ("a", [1]));
        var ran = new List<string>();
        var book = new TrialBook();
        using (var output = new StringWriter())
        using (TrialJournal journal = TrialJournal.Open(Journal, "here", book))
        {
            var context = new RunContext(output, output, default, CancellationToken.None);
            new TrialRunner(context, book, journal).Run("test", [Trial("a", ran), Trial("b", ran), Trial("b", ran)]);
            Assert.Contains("1 of 2 trials are known", output.ToString());
        }

        Assert.Equal(["b"], ran);
        Assert.True(Read("here").Has(Trial("b")));
    }

    [Fact]
    public void An_interrupted_runner_keeps_what_was_finished()
    {
        using var interrupt = new CancellationTokenSource();
        var book = new TrialBook();
        using (TrialJournal journal = TrialJournal.Open(Journal, "here", book))
        {
            var context = new RunContext(TextWriter.Null, TextWriter.Null, default, interrupt.Token);
            Trial second = Trial("b") with { Run = () => { interrupt.Cancel(); return new TrialNumbers { ["x"] = [2] }; } };
            Assert.Throws<OperationCanceledException>(() => new TrialRunner(context, book, journal).Run("test", [Trial("a"), second, Trial("c")]));
        }

        TrialBook kept = Read("here");
        Assert.Equal((true, true, false), (kept.Has(Trial("a")), kept.Has(Trial("b")), kept.Has(Trial("c"))));
    }

    private string Journal => _folder["trials.jsonl"];

    private static Trial Trial(string settings, List<string>? ran = null) => new("study", settings, 1, () =>
    {
        ran?.Add(settings);
        return new TrialNumbers { ["x"] = [0] };
    });

    private void Write(string origin, params (string Settings, double[] Numbers)[] trials)
    {
        using TrialJournal journal = TrialJournal.Open(Journal, origin, new TrialBook());
        foreach ((string settings, double[] numbers) in trials)
            journal.Add(Trial(settings).Key, new TrialNumbers { ["x"] = numbers });
    }

    private TrialBook Read(string origin)
    {
        var book = new TrialBook();
        TrialJournal.Open(Journal, origin, book).Dispose();
        return book;
    }
}
