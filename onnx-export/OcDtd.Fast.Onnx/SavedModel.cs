namespace OcDtd.Fast.Onnx;

/// <summary>A model read from a file, and what the file is.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record SavedModel
{
    /// <summary>The model, with its scaling if it has one: the same scores and explanations as before it was saved, bit for bit.</summary>
    public required OneClassModel Model { get; init; }

    /// <summary>What the file says about it.</summary>
    public required ModelDescription Description { get; init; }

    /// <summary>single, bagging, global-times or local-times.</summary>
    public required string Kind { get; init; }

    /// <summary>Version of the layout that docs/model-file.md describes: 2 where the model has a scaling, else 1.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Version of OcDtd.Fast that wrote the file.</summary>
    public required string ProducerVersion { get; init; }

    /// <summary>The digest that the file carries and matches, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>ONNX operator set of the graph.</summary>
    public required long OpsetVersion { get; init; }

    /// <summary>ONNX intermediate representation version.</summary>
    public required long IrVersion { get; init; }

    /// <summary>Names of the graph's outputs.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Size of the file in bytes.</summary>
    public required long FileSize { get; init; }

    /// <summary>The file beside it that holds the support vectors; null where the file holds them itself, as all under 2 GB do.</summary>
    public DataFile? DataFile { get; init; }
}
