using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Mnist;

/// <summary>What all images and labels of MNIST's kind are.</summary>
internal static class Digits
{
    private static readonly ImageShape s_shape = new(28, 28, 1);

    /// <summary>Throws unless the images are 28 x 28 and there are as many as labels.</summary>
    /// <param name="images">The images.</param>
    /// <param name="labelCount">How many labels they have.</param>
    /// <param name="labelSource">What messages call the labels.</param>
    /// <exception cref="DataException">Names what differs and where.</exception>
    internal static void RequireImages(DataTable images, int labelCount, string labelSource)
    {
        if (images.Shape != s_shape)
        {
            string found = images.Shape is { } shape ? $"images of {shape}" : $"{images.FeatureCount} values a row and no image shape";
            throw new DataException($"{images.Source}: holds {found}; expected images of {s_shape}.");
        }

        if (labelCount != images.RowCount)
        {
            string expected = $"{images.RowCount}, one an image of {images.Source}";
            throw new DataException($"{labelSource}: holds {labelCount} labels; expected {expected}.");
        }
    }

    /// <summary>Throws unless every label is a digit.</summary>
    /// <exception cref="DataException">Names the first row that is none.</exception>
    internal static void RequireLabels(IReadOnlyList<int> labels, string source)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] is < 0 or > 9)
                throw new DataException($"{Place.Row(source, i + 1)} is {labels[i]}; expected a digit: 0 to 9.");
        }
    }
}
