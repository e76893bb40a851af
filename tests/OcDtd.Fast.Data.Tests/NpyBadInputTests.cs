namespace OcDtd.Fast.Data.Tests;

public sealed class NpyBadInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Not_finite_values_are_named_by_row_and_column()
    {
        float[] values = new float[5 * 40];
        values[(2 * 40) + 16] = float.NaN;
        values[(3 * 40) + 1] = float.PositiveInfinity;
        Says(NpyBytes.Of<float>("<f4", "(5, 40)", values), "x.npy: row 3, column 17 is NaN; every value must be finite.");

        values[(2 * 40) + 16] = 0;
        Says(NpyBytes.Of<float>("<f4", "(5, 40)", values), "row 4, column 2 is infinity");
        Says(NpyBytes.Of<double>("<f8", "(2, 2)", [1, 2, 3, double.NegativeInfinity]), "row 2, column 2 is -infinity");
    }

    [Fact]
    public void A_double_beyond_float32_is_named_by_row_and_column() =>
        Says(NpyBytes.Of<double>("<f8", "(2, 2)", [1, 2, -1e300, 3]), "row 2, column 1 is -1E+300, beyond the range of float32");

    [Fact]
    public void Places_in_Fortran_order_are_those_of_the_array()
    {
        // (2, 2, 3): stored at i + 2 * (j + 2 * k); C feature is 3 * j + k.
        float[] values = new float[12];
        values[1 + (2 * (1 + (2 * 2)))] = float.NaN;
        Says(NpyBytes.Of<float>("<f4", "(2, 2, 3)", values, fortran: true), "row 2, column 6 is NaN");
        Says(NpyBytes.Of<float>("<f4", "(6, 2)", [0, 0, 0, 0, 0, 0, 0, 0, float.NaN, 0, 0, 0], fortran: true), "row 3, column 2 is NaN");
    }

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 2)}", "big-endian")]
    [InlineData("{'descr': '>f8', 'fortran_order': False, 'shape': (2, 2)}", "big-endian")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2)}", "\"<f2\"")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2, 2)}", "\"<c8\"")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2)}", "\"|O\"")]
    [InlineData("{'descr': '<U3', 'fortran_order': False, 'shape': (2, 2)}", "\"<U3\"")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (2, 2)}", "\"\"")]
    [InlineData("{'descr': '<f48', 'fortran_order': False, 'shape': (2, 2)}", "\"<f48\"")]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (2, 2)}", "element type <i8; expected <f4, <f8 or |u1")]
    [InlineData("{'descr': '|b1', 'fortran_order': False, 'shape': (2, 2)}", "element type |b1; expected <f4, <f8 or |u1")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 2)}", "structured")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4,)}", "(4,) has one axis")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': ()}", "() has no axes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4)}", "(3,)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 4)}", "found '-'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4)}", "(0, 4) holds no values")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 0)}", "(4, 0) holds no values")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 9223372036854775807, 9223372036854775807)}", "holds no values")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "too large")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 65536, 65536)}", "too large")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808, 1)}", "below 2^63")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647)}", "too large")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 8)}", "68719476704 bytes", "found 16")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)}", "shape (2, 2) of <f8", "32 bytes", "found 16")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2)}", "4 bytes", "found 16")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 2)}", "True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "lacks key \"shape\"")]
    [InlineData("{'descr': '<f4', 'shape': (2, 2)}", "lacks key \"fortran_order\"")]
    [InlineData("{'fortran_order': False, 'shape': (2, 2)}", "lacks key \"descr\"")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}", "key \"descr\" too many")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), 'x': 1}", "key \"x\" too many")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)} x", "found 'x', expected the end")]
    [InlineData("{'descr': '<f4' 'fortran_order': False, 'shape': (2, 2)}", "expected '}'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2 2)}", "expected ',' or ')'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)", "expected '}'")]
    [InlineData("{'descr': '<f4", "closed string")]
    [InlineData("descr", "expected '{'")]
    [InlineData("", "found the end, expected '{'")]
    public void Headers_that_lie_or_are_not_understood_are_refused(string dict, params string[] essentials) =>
        Says(NpyBytes.WithHeader(dict, payload: 16), essentials);

    [Fact]
    public void Magic_version_and_header_length_are_checked()
    {
        byte[] good = NpyBytes.Of<float>("<f4", "(1, 1)", [1]);
        Says([], "magic", "8 bytes", "found 0");
        Says([.. "PK\x03\x04 not an array"u8], "504B0304", "magic");
        Says([.. good[..6], 4, 0, .. good[8..]], "version 4.0", "1.0, 2.0 or 3.0");
        Says([.. good[..6], 1, 1, .. good[8..]], "version 1.1");
        Says([.. good[..6], 2, 0, 0xFF, 0xFF, 0xFF, 0x7F, .. good[12..]], "claims 2147483647 bytes", "at most");
        Says([.. good[..8], 0xFF, 0xFF, .. good[10..]], "header is cut short", "65535");
    }

    [Fact]
    public void Bytes_after_the_data_are_refused()
    {
        byte[] good = NpyBytes.Of<float>("<f4", "(1, 2)", [1, 2]);
        Says([.. good, 0], "8 bytes from offset 128", "found 9");
        Says([.. good, .. good], "8 bytes", "found 144");
    }

    [Fact]
    public void Vectors_are_numbers_in_one_axis_all_finite()
    {
        Errors.Says(() => Vector(NpyBytes.Of<double>("<f8", "(3,)", [0, double.NaN, 1])), "row 2 is NaN; every value must be finite");
        Errors.Says(() => Vector(NpyBytes.Of<float>("<f4", "(2,)", [0, float.NegativeInfinity])), "row 2 is -infinity");
        Errors.Says(() => Vector(NpyBytes.Of<byte>("|u1", "(2,)", [0, 1])), "|u1", "<f4 or <f8");
        Errors.Says(() => Vector(NpyBytes.Of<double>("<f8", "(2, 2)", [1, 2, 3, 4])), "(2, 2)", "one axis");
        Errors.Says(() => Vector(NpyBytes.Of<double>("<f8", "(0,)", [])), "(0,)", "no values");
        Errors.Says(() => Vector(NpyBytes.Of<double>("<f8", "(3,)", [1, 2])), "24 bytes", "found 16");
        Errors.Says(() => Vector(NpyBytes.Of<double>("<f8", "(4294967296,)", [1, 2])), "too large");
        Errors.Says(() => Vector(NpyBytes.Of<double>("<f8", "(2147483647,)", [1, 2])), "17179869176 bytes", "found 16");
    }

    private double[] Vector(ReadOnlySpan<byte> bytes) => NpyReader.ReadVector(_folder.Write("a.npy", bytes));

    private void Says(ReadOnlySpan<byte> bytes, params string[] essentials)
    {
        string path = _folder.Write("x.npy", bytes);
        Errors.Says(() => NpyReader.Read(path), [path, .. essentials]);
    }
}
