using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>Draws every row's relevance, all on one colour scale (eq 3.2), one PNG a row.</summary>
internal sealed class HeatmapFolder
{
    private readonly string _folder;
    private readonly DataTable _data;
    private readonly ImageShape _shape;
    private readonly float[] _maps;
    private int _kept;

    internal HeatmapFolder(string folder, DataTable data, ImageShape shape)
    {
        _folder = folder;
        _data = data;
        _shape = shape;
        _maps = new float[checked(data.RowCount * Pixels)];
    }

    private int Pixels => _shape.Height * _shape.Width;

    /// <summary>Remembers the next rows, channels summed.</summary>
    internal void Keep(ReadOnlySpan2D<float> relevance)
    {
        for (int row = 0; row < relevance.Height; row++)
            Images.SumChannels(relevance.GetRowSpan(row), _shape).CopyTo(_maps, _kept++ * Pixels);
    }

    /// <summary>Writes the pictures: named as the images were, or by row number.</summary>
    internal void Write(CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder);
        HeatmapNormalization.Normalize(_maps);
        int scale = Images.Scale(_shape);
        string[] names = Names();
        for (int row = 0; row < _kept; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            ModelFiles.Write(Path.Combine(_folder, names[row] + ".png"), Heatmaps.Png(_maps.AsSpan(row * Pixels, Pixels), _shape.Height, _shape.Width, scale));
        }
    }

    /// <summary>A name for each row; images keep their extension where a.png and a.jpg would become one file.</summary>
    private string[] Names()
    {
        if (_data.RowNames is not { } images)
            return [.. Enumerable.Range(0, _kept).Select(row => $"{row:d6}")];

        string[] names = [.. images.Select(image => Path.GetFileNameWithoutExtension(image))];
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length ? names : [.. images];
    }
}
