using System.Text;
using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Writes one model as an ONNX file, all of it or without the support vectors that a data file holds.</summary>
internal sealed class ModelWriter
{
    internal const string ProducerName = "OcDtd.Fast";

    private const int IrVersion = 8;
    private const int OpsetVersion = 17;

    /// <summary>The largest file that protobuf can count.</summary>
    internal const long MostBytes = int.MaxValue;

    /// <summary>What nodes and constants may take of it.</summary>
    private const long RoomForTheRest = 1 << 20;

    private readonly OneClassModel _model;
    private readonly ModelDescription _description;
    private readonly string _name;

    /// <summary>Checks what can be checked before anything is written.</summary>
    internal ModelWriter(OneClassModel model, ModelDescription description, string name)
    {
        _model = model;
        Members = new MemberIndex(model).Distinct;
        _description = description;
        _name = name;
        DescriptionChecks.Require(description, model.FeatureCount);
        BytesWithoutSupportVectors = CountRest();
        if (BytesWithoutSupportVectors > MostBytes)
            throw TooLarge(BytesWithoutSupportVectors, "the model without its support vectors", MostBytes);
    }

    /// <summary>The members to store, each once.</summary>
    internal IReadOnlyList<SupportVectorModel> Members { get; }

    /// <summary>The size of the whole model in one file, rounded up.</summary>
    internal long Bytes => BytesWithoutSupportVectors + Members.Sum(member => 4L * member.SupportVectorCount * member.FeatureCount);

    private long BytesWithoutSupportVectors { get; }

    /// <summary>Refuses a model that is larger than one file can be.</summary>
    internal void RequireOneFile(long mostBytes)
    {
        if (Bytes > mostBytes)
            throw TooLarge(Bytes, "the model", mostBytes, "; saved by path, its support vectors get a file of their own");
    }

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="data">The data file that holds the support vectors; null where they go into this one.</param>
    internal void Write(Stream stream, DataFile? data)
    {
        using var hashing = new HashingStream(stream);
        Proto(data).WriteTo(hashing);

        // Protobuf lets a message be written in pieces: a metadata entry added at the end is one more in the list.
        hashing.Write(ContentDigest.EncodedEntry());
        stream.Write(Encoding.ASCII.GetBytes(hashing.HexDigest()));
    }

    private ModelProto Proto(DataFile? data)
    {
        var members = new MemberIndex(_model, data);
        var proto = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = ProducerName,
            ProducerVersion = Producer.Version,
            Graph = ModelGraph.Build(_model, members, _description),
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OpsetVersion });
        var metadata = new MetadataWriter(proto.MetadataProps);
        metadata.Add(MetadataKeys.FormatVersion, FormatVersions.Of(_model).ToString());
        metadata.Add(MetadataKeys.Version, Producer.Version);
        metadata.Add(MetadataKeys.Kind, Kinds.Of(_model));
        metadata.Add(MetadataKeys.Members, members.ToString());
        if (_model is LocalTimesEnsemble times)
            metadata.Add(MetadataKeys.HalvesStored, times.HalvesAgree ? "1" : "2");
        if (_model.Scaling is { } scaling)
            metadata.Add(MetadataKeys.Scaling, ScalingNames.Of(scaling.Kind));
        metadata.Add(_description);
        if (data is not null)
            DataFileMetadata.Write(metadata, data);
        return proto;
    }

    private long CountRest()
    {
        long bytes = RoomForTheRest + (_model.Scaling is null ? 4L : 20) * _model.FeatureCount; // the centre, shifts and factors
        bytes += Members.Sum(member => 16L * member.SupportVectorCount);
        bytes += _description.FeatureNames?.Sum(name => 6L * name.Length + 3) ?? 0; // as JSON at its longest
        bytes += _description.TrainedWith.Sum(fact => 3L * (fact.Key.Length + fact.Value.Length) + 40);
        if (_model is LocalTimesEnsemble times)
        {
            bytes += 4L * times.First.SupportVectorCount * times.NeighborsOfFirst;
            bytes += 4L * times.Second.SupportVectorCount * times.NeighborsOfSecond;
        }

        return bytes + 4L * (_description.Decision?.Calibration?.Count ?? 0);
    }

    private ModelFormatException TooLarge(long bytes, string what, long mostBytes, string advice = "") =>
        new($"{_name}: {what} takes {bytes} bytes; one ONNX file holds at most {mostBytes}{advice}.");
}
