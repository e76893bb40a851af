using System.Text;

namespace OcDtd.Fast.Data.Tests;

/// <summary>Models of libsvm's that are damaged, lie about their size, or are of another kind.</summary>
public sealed class LibsvmBadInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "svm_type c_svc", "line 1, svm_type is \"c_svc\"; only svm_type one_class with kernel_type rbf can be taken over")]
    [InlineData(1, "svm_type nu_svc", "\"nu_svc\"")]
    [InlineData(1, "svm_type epsilon_svr", "\"epsilon_svr\"")]
    [InlineData(1, "svm_type one_class rbf", "line 1, svm_type is followed by \"rbf\"; expected nothing more")]
    [InlineData(1, "svm_type", "line 1, svm_type has no value")]
    [InlineData(1, "1 1:0.5 2:0.25", "line 1: \"1\" is no name in a libsvm model; expected svm_type, kernel_type, gamma")]
    [InlineData(2, "kernel_type linear", "line 2, kernel_type is \"linear\"; only svm_type one_class with kernel_type rbf can be taken over")]
    [InlineData(2, "kernel_type precomputed", "\"precomputed\"")]
    [InlineData(2, "svm_type one_class", "line 2, svm_type was given on line 1; expected it once")]
    [InlineData(3, "gamma 0", "line 3, gamma is \"0\"; expected a finite number above 0")]
    [InlineData(3, "gamma -1", "gamma is \"-1\"")]
    [InlineData(3, "gamma nan", "gamma is \"nan\"")]
    [InlineData(3, "gamma inf", "gamma is \"inf\"")]
    [InlineData(3, "gamma 1e999", "gamma is \"1e999\"")]
    [InlineData(3, "gamma wide", "gamma is \"wide\"")]
    [InlineData(3, "gamma 0,5", "gamma is \"0,5\"")]
    [InlineData(3, "gamma 0.5 0.5", "line 3, gamma is followed by \"0.5\"")]
    [InlineData(3, "gama 0.5", "line 3: \"gama\" is no name")]
    [InlineData(4, "nr_class 3", "line 4, nr_class is \"3\"; expected 2")]
    [InlineData(5, "total_sv 0", "line 5, total_sv is \"0\"; expected a whole number from 1")]
    [InlineData(5, "total_sv -4", "total_sv is \"-4\"")]
    [InlineData(5, "total_sv 4.0", "total_sv is \"4.0\"")]
    [InlineData(5, "total_sv 99999999999", "total_sv is \"99999999999\"")]
    [InlineData(5, "total_sv 3", "line 11, support vector 4 is one too many: total_sv on line 5 is 3")]
    [InlineData(5, "total_sv 5", "ends after 4 support vectors, but total_sv on line 5 is 5")]
    [InlineData(5, "total_sv 2147483647", "ends after 4 support vectors, but total_sv on line 5 is 2147483647")]
    [InlineData(6, "rho nan", "line 6, rho is \"nan\"; expected a finite number")]
    [InlineData(6, "rho -inf", "rho is \"-inf\"")]
    [InlineData(6, "rho 1 2 3", "line 6, rho is followed by \"2\"")]
    [InlineData(7, "SV 4", "line 7, SV is followed by \"4\"")]
    [InlineData(8, "1:0.5 3:-1.25", "line 8, coefficient is \"1:0.5\"; expected a finite number, 0 or more")]
    [InlineData(8, "-0.5 1:0.5", "line 8, coefficient is \"-0.5\"")]
    [InlineData(8, "nan 1:0.5", "line 8, coefficient is \"nan\"")]
    [InlineData(8, "1e999 1:0.5", "line 8, coefficient is \"1e999\"")]
    [InlineData(8, "0.5 0.25", "line 8, feature is \"0.25\"; expected index:value")]
    [InlineData(8, "0.5 0.25 0.5", "line 8, feature is \"0.25\"")]
    [InlineData(8, "0.5 0:1 1:0.5", "line 8, index is \"0\"; expected a whole number from 1 to")]
    [InlineData(8, "0.5 -1:0.5", "line 8, index is \"-1\"")]
    [InlineData(8, "0.5 +1:0.5", "line 8, index is \"+1\"")]
    [InlineData(8, "0.5 1.5:0.5", "line 8, index is \"1.5\"")]
    [InlineData(8, "0.5 :0.5", "line 8, index is \"\"")]
    [InlineData(8, "0.5 x:0.5", "line 8, index is \"x\"")]
    [InlineData(8, "0.5 2147483647:1", "line 8, index is \"2147483647\"")]
    [InlineData(8, "0.5 99999999999:1", "line 8, index is \"99999999999\"")]
    [InlineData(8, "0.5 1:0.5 1:0.5", "line 8, index 1 follows index 1; expected ascending ones")]
    [InlineData(8, "0.5 3:0.5 2:0.5", "line 8, index 2 follows index 3")]
    [InlineData(8, "0.5 1:", "line 8, feature 1 is \"\"; expected a number")]
    [InlineData(8, "0.5 1: 0.5", "line 8, feature 1 is \"\"")]
    [InlineData(8, "0.5 1:one", "line 8, feature 1 is \"one\"")]
    [InlineData(8, "0.5 1:2:3", "line 8, feature 1 is \"2:3\"")]
    [InlineData(8, "0.5 1:0x10", "line 8, feature 1 is \"0x10\"")]
    [InlineData(8, "0.5 1:nan", "line 8, feature 1 is NaN; every value must be finite")]
    [InlineData(8, "0.5 1:-nan", "line 8, feature 1 is NaN")]
    [InlineData(8, "0.5 1:1 3:inf", "line 8, feature 3 is infinity")]
    [InlineData(8, "0.5 2:-Infinity", "line 8, feature 2 is -infinity")]
    [InlineData(8, "0.5 2:-1e39", "line 8, feature 2 is -1E+39, beyond the range of float32")]
    [InlineData(8, "0.5 2:1e999", "line 8, feature 2 is infinity")]
    [InlineData(8, "0.5 2147483591:1", "4 support vectors of 2147483591 features (the largest index is on line 8), that is 8589934364 values")]
    [InlineData(8, "0.5 500000000:1", "of 500000000 features (the largest index is on line 8): of 2000000000 values the file holds 5")]
    public void What_is_wrong_is_named_by_line_and_field(int line, string text, string essential) =>
        Says(LibsvmText.With(line, text), essential);

    [Theory]
    [InlineData(1, "line 6: SV comes before svm_type; expected svm_type in the header")]
    [InlineData(2, "SV comes before kernel_type")]
    [InlineData(3, "SV comes before gamma")]
    [InlineData(5, "SV comes before total_sv")]
    [InlineData(6, "SV comes before rho")]
    [InlineData(7, "line 7: \"0.73519131109969438\" is no name")]
    [InlineData(9, "ends after 3 support vectors")]
    public void A_line_that_is_missing_is_named(int line, string essential) => Says(LibsvmText.Without(line), essential);

    [Fact]
    public void Fewer_features_than_the_file_shows_are_refused() => Errors.Says(
        () => LibsvmModelReader.Read(_folder.Write("m.model", LibsvmText.Good), featureCount: 2),
        _folder["m.model"], "line 8, index is \"3\"", "from 1 to 2, the number of features");

    [Fact]
    public void More_features_than_memory_could_hold_are_refused() => Errors.Says(
        () => LibsvmModelReader.Read(_folder.Write("m.model", LibsvmText.Good), Array.MaxLength),
        "4 support vectors of 2147483591 features", "8589934364 values", "at most 2147483591");

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        foreach (string good in new[] { LibsvmText.Good, LibsvmText.Good.Replace("\n", "\r\n", StringComparison.Ordinal) })
        {
            byte[] bytes = Encoding.UTF8.GetBytes(good);
            for (int length = 0; length < bytes.Length; length++)
            {
                string path = _folder.Write("m.model", bytes.AsSpan(0, length));
                bool refused = Errors.Refuses(() => LibsvmModelReader.Read(path).Dispose());
                Assert.True(refused, $"cut to {length} of {bytes.Length} bytes it was read.");
            }
        }
    }

    [Fact]
    public void Where_a_file_is_cut_within_a_line_the_line_is_named()
    {
        Says(LibsvmText.Good[..^3], "line 11 has no line end, so the file is cut short");
        Says("svm_type one_class\nkernel_type rb", "line 2 has no line end");
        Says("svm_type one_class\nkernel_type rbf\n", "ends before a line SV");
        Says("", "ends before a line SV");
    }

    [Fact]
    public void Any_byte_changed_gives_a_model_or_an_error_about_data()
    {
        byte[] good = Encoding.UTF8.GetBytes(LibsvmText.Good);
        for (int i = 0; i < good.Length; i++)
        {
            foreach (byte flip in (byte[])[0x01, 0x08, 0x80, 0xFF])
            {
                byte[] bad = [.. good];
                bad[i] ^= flip;
                string path = _folder.Write("m.model", bad);
                Errors.Refuses(() => LibsvmModelReader.Read(path).Dispose());
            }
        }
    }

    [Fact]
    public void Words_without_an_end_take_no_memory()
    {
        string word = new('7', 50_000_000);
        string[] texts = [word, LibsvmText.With(3, "gamma " + word), LibsvmText.With(8, word), LibsvmText.With(8, $"1 1:{word}")];
        foreach (string text in texts)
        {
            string path = _folder.Write("m.model", text);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Errors.Says(() => LibsvmModelReader.Read(path), "holds a word of more than 256 bytes");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void A_size_that_lies_takes_no_memory()
    {
        foreach (string text in new[] { LibsvmText.With(5, "total_sv 2000000000"), LibsvmText.With(8, "1 500000000:1") })
        {
            string path = _folder.Write("m.model", text);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(Errors.Refuses(() => LibsvmModelReader.Read(path)));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void Binary_under_any_name_is_refused()
    {
        byte[] bytes = new byte[100_000];
        new Random(3).NextBytes(bytes);
        Assert.True(Errors.Refuses(() => LibsvmModelReader.Read(_folder.Write("m.model", bytes))));
        Assert.True(Errors.Refuses(() => LibsvmModelReader.Read(_folder.Write("m.model", new byte[5000]))));
    }

    private void Says(string text, string essential)
    {
        string path = _folder.Write("m.model", text);
        Errors.Says(() => LibsvmModelReader.Read(path), path, essential);
    }
}
