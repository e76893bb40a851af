namespace OcDtd.Fast.Data;

/// <summary>The test images of one kind of defect of an <see cref="MvtecCategory"/>, and where the defects are.</summary>
public sealed class MvtecDefect : IDisposable
{
    internal MvtecDefect(string name, DataTable images, DataTable masks) => (Name, Images, Masks) = (name, images, masks);

    /// <summary>The kind, as its folder is called, e.g. <c>cut</c>.</summary>
    public string Name { get; }

    /// <summary>(n, size * size * 3), as <see cref="MvtecCategory.Train"/>.</summary>
    public DataTable Images { get; }

    /// <summary>(n, size * size), row i of image i: the fraction, 0 to 1, of each pixel that the defect covers.</summary>
    /// <remarks>The mean of the mask's grey values over 255, so defects smaller than a pixel do not vanish.</remarks>
    public DataTable Masks { get; }

    /// <summary>Disposes both tables.</summary>
    public void Dispose()
    {
        Images.Dispose();
        Masks.Dispose();
    }
}
