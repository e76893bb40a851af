using System.Text;
using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Writes one model as one ONNX file.</summary>
internal sealed class ModelWriter
{
    internal const string ProducerName = "OcDtd.Fast";

    private const int IrVersion = 8;
    private const int OpsetVersion = 17;

    /// <summary>What nodes and metadata may take of the 2 GB that protobuf can count.</summary>
    private const long RoomForTheRest = 1 << 20;

    private readonly OneClassModel _model;
    private readonly MemberIndex _members;
    private readonly ModelDescription _description;
    private readonly string _name;

    /// <summary>Checks what can be checked before anything is written.</summary>
    internal ModelWriter(OneClassModel model, ModelDescription description, string name)
    {
        _model = model;
        _members = new MemberIndex(model);
        _description = description;
        _name = name;
        DescriptionChecks.Require(description, model.FeatureCount);
        RequireRoom();
    }

    internal void Write(Stream stream)
    {
        using var hashing = new HashingStream(stream);
        Proto().WriteTo(hashing);

        // Protobuf lets a message be written in pieces: a metadata entry added at the end is one more in the list.
        hashing.Write(ContentDigest.EncodedEntry());
        stream.Write(Encoding.ASCII.GetBytes(hashing.HexDigest()));
    }

    private ModelProto Proto()
    {
        var proto = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = ProducerName,
            ProducerVersion = Producer.Version,
            Graph = ModelGraph.Build(_model, _members, _description),
        };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OpsetVersion });
        var metadata = new MetadataWriter(proto.MetadataProps);
        metadata.Add(MetadataKeys.FormatVersion, FormatVersions.Of(_model).ToString());
        metadata.Add(MetadataKeys.Version, Producer.Version);
        metadata.Add(MetadataKeys.Kind, Kinds.Of(_model));
        metadata.Add(MetadataKeys.Members, _members.ToString());
        if (_model is LocalTimesEnsemble times)
            metadata.Add(MetadataKeys.HalvesStored, times.HalvesAgree ? "1" : "2");
        if (_model.Scaling is { } scaling)
            metadata.Add(MetadataKeys.Scaling, ScalingNames.Of(scaling.Kind));
        metadata.Add(_description);
        return proto;
    }

    private void RequireRoom()
    {
        long bytes = RoomForTheRest + (_model.Scaling is null ? 4L : 20) * _model.FeatureCount; // the centre, shifts and factors
        foreach (SupportVectorModel member in _members.Distinct)
            bytes += member.SupportVectorCount * (4L * member.FeatureCount + 16);
        if (_model is LocalTimesEnsemble times)
        {
            bytes += 4L * times.First.SupportVectorCount * times.NeighborsOfFirst;
            bytes += 4L * times.Second.SupportVectorCount * times.NeighborsOfSecond;
        }

        bytes += 4L * (_description.Decision?.Calibration?.Count ?? 0);
        if (bytes > int.MaxValue)
            throw new ModelFormatException($"{_name}: the model takes {bytes} bytes; one ONNX file holds at most {int.MaxValue}.");
    }
}
