namespace OcDtd.Fast.Onnx;

/// <summary>Versions of the file's layout: raised when an older reader would misread a newer file, not for additions.</summary>
internal static class FormatVersions
{
    /// <summary>Rows go to the members as they are.</summary>
    internal const int Plain = 1;

    /// <summary>Rows are scaled first: a reader of version 1 would leave that out and score wrongly.</summary>
    internal const int Scaled = 2;

    /// <summary>The last one that this version reads.</summary>
    internal const int Newest = Scaled;

    /// <summary>The lowest version that holds a model, so that older readers take what they can.</summary>
    internal static int Of(OneClassModel model) => model.Scaling is null ? Plain : Scaled;
}
