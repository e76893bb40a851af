using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Commands.TopFeatures;

/// <summary>A line for each feature of each row, ranks from 1; a row that has none gets one line without a feature.</summary>
internal sealed class CsvTopFeatures(string path, IReadOnlyList<string> names) : ITopFeaturesOutput
{
    private readonly CsvFileWriter _writer =
        CsvWriter.Create(path, ["row", "outlierness", "rank", "feature", "value", "relevance", "share"]);

    public void Write(ExplainedRow row)
    {
        if (row.Features.Length == 0)
            _writer.Write([row.Row, row.Outlierness, null, null, null, null, null]);
        for (int place = 0; place < row.Features.Length; place++)
        {
            RelevantFeature feature = row.Features[place];
            _writer.Write(
                [row.Row, row.Outlierness, place + 1, names[feature.Index], feature.Value, feature.Relevance, row.Share(feature)]);
        }
    }

    public void Commit() => _writer.Commit();

    public void Dispose() => _writer.Dispose();
}
