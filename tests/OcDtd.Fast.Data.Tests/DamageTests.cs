namespace OcDtd.Fast.Data.Tests;

/// <summary>Whatever happens to a file, a DataException comes out and nothing else.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds() => ["x.npy", "fortran.npy", "u1.npy", "idx", "idx.gz"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_cut_short_anywhere_is_refused(string kind)
    {
        byte[] good = Good(kind);
        using (DataReader.Read(_folder.Write(kind, good)))
        {
        }

        for (int length = 0; length < good.Length; length++)
        {
            string path = _folder.Write(kind, good.AsSpan(0, length));
            Assert.True(Errors.Refuses(() => DataReader.Read(path).Dispose()), $"{kind} cut to {length} of {good.Length} bytes was read.");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_byte_changed_gives_a_table_or_an_error_about_data(string kind)
    {
        byte[] good = Good(kind);
        for (int i = 0; i < good.Length; i++)
        {
            foreach (byte flip in (byte[])[0x01, 0x80, 0xFF])
            {
                byte[] bad = [.. good];
                bad[i] ^= flip;
                string path = _folder.Write(kind, bad);
                Errors.Refuses(() => DataReader.Read(path).Dispose());
                Errors.Refuses(() => DataReader.ReadLabels(path));
                Errors.Refuses(() => DataReader.ReadVector(path));
            }
        }
    }

    [Fact]
    public void Labels_cut_short_anywhere_are_refused()
    {
        byte[] npy = NpyBytes.Of<long>("<i8", "(3,)", [1, 2, 3]);
        byte[] idx = IdxBytes.GZip(IdxBytes.Of([5], [1, 2, 3, 4, 5]));
        foreach ((string name, byte[] good) in new[] { ("y.npy", npy), ("y.gz", idx) })
        {
            for (int length = 0; length < good.Length; length++)
            {
                string path = _folder.Write(name, good.AsSpan(0, length));
                Assert.True(Errors.Refuses(() => DataReader.ReadLabels(path)), $"{name} cut to {length} of {good.Length} bytes was read.");
            }
        }
    }

    private static byte[] Good(string kind)
    {
        byte[] bytes = [.. Enumerable.Range(0, 60).Select(static i => (byte)(i * 37))];
        return kind switch
        {
            "x.npy" => NpyBytes.Of<float>("<f4", "(2, 3)", [1, 2, 3, 4, 5, 6]),
            "fortran.npy" => NpyBytes.Of<double>("<f8", "(2, 3)", [1, 2, 3, 4, 5, 6], fortran: true, version: 2),
            "u1.npy" => NpyBytes.Of<byte>("|u1", "(2, 5, 6)", bytes),
            "idx" => IdxBytes.Of([2, 5, 6], bytes),
            _ => IdxBytes.GZip(IdxBytes.Of([2, 5, 6], bytes)),
        };
    }
}
