using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class LibsvmModelReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_svm_train_writes_is_read()
    {
        using LibsvmModel model = Read(LibsvmText.Good);
        Assert.Equal(LibsvmText.SupportVectors, model.SupportVectors.Rows.ToArray());
        Assert.Equal(LibsvmText.Coefficients, model.DualCoefficients);
        Assert.Equal((0.5, 1.082012680581836, 3), (model.Gamma, model.Rho, model.FeatureCount));
        Assert.Equal((4, _folder["m.model"]), (model.SupportVectors.RowCount, model.SupportVectors.Source));
    }

    [Fact]
    public void Features_that_are_zero_in_every_support_vector_are_counted_if_the_caller_says_so()
    {
        using LibsvmModel model = Read(LibsvmText.Good, featureCount: 5);
        Assert.Equal(5, model.FeatureCount);
        Assert.Equal([1, 1, 0.1f, 0, 0], model.SupportVectors.Rows.GetRow(3).ToArray());
    }

    [Fact]
    public void Support_vectors_of_zeros_need_the_number_of_features()
    {
        string text = LibsvmText.Good[..LibsvmText.Good.IndexOf("0.735", StringComparison.Ordinal)] + "1\n1\n1\n1\n";
        using LibsvmModel model = Read(text, featureCount: 2);
        Assert.Equal(new float[4, 2], model.SupportVectors.Rows.ToArray());
        Errors.Says(() => Read(text), "all support vectors are 0", "number of features");
    }

    public static TheoryData<string, string> OtherForms() => new()
    {
        { "carriage returns", LibsvmText.Good.Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "tabs and many blanks", LibsvmText.Good.Replace(" ", " \t  ", StringComparison.Ordinal) },
        { "blank lines", "\n" + LibsvmText.Good.Replace("\n", "\n \n\n", StringComparison.Ordinal) },
        { "a byte order mark", "\uFEFF" + LibsvmText.Good },
        { "another order", "rho 1.082012680581836\n" + LibsvmText.Without(6) },
        { "no nr_class", LibsvmText.Without(4) },
        { "marks of probability", LibsvmText.With(4, "prob_density_marks 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1") },
        { "what other kernels read", LibsvmText.With(4, "degree 3\ncoef0 0\nlabel 1\nnr_sv 4\nprobA 0.5\nprobB -1\nnr_class 2") },
        { "a zero written out", LibsvmText.With(9, "0.51430381914045231 1:0 2:0e0 3:0.000") },
        { "numbers written otherwise", LibsvmText.With(8, "73519131109969438e-17 1:+.5 03:-125E-2") },
    };

    [Theory]
    [MemberData(nameof(OtherForms))]
    public void The_same_model_is_read_from_other_forms(string form, string text)
    {
        using LibsvmModel model = Read(text);
        Assert.True(LibsvmText.SupportVectors.AsSpan().SequenceEqual(model.SupportVectors.Rows.ToArray().AsSpan()), form);
        Assert.Equal(LibsvmText.Coefficients, model.DualCoefficients);
        Assert.Equal((0.5, 1.082012680581836), (model.Gamma, model.Rho));
    }

    [Fact]
    public void Values_are_rounded_to_float32_once_and_coefficients_not_at_all()
    {
        // Just above halfway between 1 and the next float: by way of double it would round to halfway, then down to even.
        using LibsvmModel model = Read(LibsvmText.With(8, "1e-300 1:1.000000059604644775390626 2:3.4028235e38 3:1e-60"));
        Assert.Equal([MathF.BitIncrement(1), float.MaxValue, 0], model.SupportVectors.Rows.GetRow(0).ToArray());
        Assert.Equal(1e-300, model.DualCoefficients[0]);
    }

    [Fact]
    public void A_line_may_be_longer_than_any_buffer()
    {
        const int Features = 40_000;
        IEnumerable<string> rows = Enumerable.Range(0, 3)
            .Select(row => "1" + string.Concat(Enumerable.Range(1, Features).Select(j => $" {j}:{j + row}")) + "\n");
        using LibsvmModel model = Read(Header(3) + string.Concat(rows));
        Assert.Equal((3, Features), (model.SupportVectors.RowCount, model.FeatureCount));
        for (int row = 0; row < 3; row++)
        {
            IEnumerable<float> expected = Enumerable.Range(1, Features).Select(j => (float)(j + row));
            Assert.Equal(expected, model.SupportVectors.Rows.GetRow(row).ToArray());
        }
    }

    [Fact]
    public void Many_support_vectors_are_read_in_order()
    {
        const int Count = 20_000;
        IEnumerable<string> rows = Enumerable.Range(0, Count).Select(i => $"{i + 1} {1 + i % 7}:{i + 0.5f} 9:{-i}\n");
        using LibsvmModel model = Read(Header(Count) + string.Concat(rows));
        for (int i = 0; i < Count; i++)
        {
            float[] row = new float[9];
            (row[i % 7], row[8]) = (i + 0.5f, -i);
            Assert.Equal(row, model.SupportVectors.Rows.GetRow(i).ToArray());
            Assert.Equal(i + 1, model.DualCoefficients[i]);
        }
    }

    [Fact]
    public void A_sparse_table_that_is_large_is_made_if_its_size_is_meant()
    {
        // 33 rows of 2²¹ features are over 2²⁶ values, and four are in the file: likelier a damaged index than a model.
        string text = Header(33) + string.Concat(Enumerable.Range(0, 33).Select(i => i % 10 == 0 ? $"1 {1 << 21}:1\n" : "1\n"));
        Errors.Says(() => Read(text), "33 support vectors of 2097152 features", "on line 7", "the file holds 4", "to be given");
        using LibsvmModel model = Read(text, featureCount: 1 << 21);
        Assert.Equal(1 << 21, model.FeatureCount);
        Assert.Equal(1, model.SupportVectors.Rows[30, (1 << 21) - 1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_number_of_features_that_is_not_positive_is_the_callers_mistake(int features) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(LibsvmText.Good, features));

    [Fact]
    public void Cancellation_ends_reading() => Assert.Throws<OperationCanceledException>(
        () => LibsvmModelReader.Read(_folder.Write("m.model", LibsvmText.Good), cancellationToken: new CancellationToken(true)));

    [Fact]
    public void A_missing_file_and_a_folder_are_said_as_such()
    {
        Errors.Says(() => LibsvmModelReader.Read(_folder["none"]), _folder["none"], "no such file");
        Errors.Says(() => LibsvmModelReader.Read(_folder.Path), "is a folder");
    }

    private static string Header(int count) => $"svm_type one_class\nkernel_type rbf\ngamma 1\ntotal_sv {count}\nrho 1\nSV\n";

    private LibsvmModel Read(string text, int? featureCount = null) => LibsvmModelReader.Read(_folder.Write("m.model", text), featureCount);
}
