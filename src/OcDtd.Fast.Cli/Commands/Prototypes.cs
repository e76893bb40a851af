using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>The table of each row's most responsible support vectors.</summary>
internal static class Prototypes
{
    private static readonly string[] s_header = ["row", "member", "support_vector", "responsibility"];

    /// <summary>Writes the <paramref name="top"/> most responsible of every row; all indices count from 0.</summary>
    internal static void Write(string path, OneClassModel model, DataTable data, int top) => CsvWriter.Write(path, s_header, Rows(model, data, top));

    private static IEnumerable<IReadOnlyList<object?>> Rows(OneClassModel model, DataTable data, int top)
    {
        // No more than there are: --top may be any number.
        var found = new Prototype[Math.Min(top, model.Members.Sum(member => (long)member.SupportVectorCount))];
        for (int row = 0; row < data.RowCount; row++)
        {
            int count = model.FindPrototypes(data.Rows.GetRowSpan(row), found);
            for (int i = 0; i < count; i++)
                yield return [row, found[i].Member, found[i].SupportVector, found[i].Responsibility];
        }
    }
}
