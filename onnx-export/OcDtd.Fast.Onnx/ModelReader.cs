using System.Text;
using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Reads one file: is it ONNX, is it ours, is it whole, and only then what it holds.</summary>
internal sealed class ModelReader
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly FileProblems _problems;

    private ModelReader(ReadOnlyMemory<byte> file, string name)
    {
        _file = file;
        _problems = new FileProblems(name);
    }

    internal static SavedModel Read(ReadOnlyMemory<byte> file, string name) => new ModelReader(file, name).Read();

    private SavedModel Read()
    {
        ModelProto proto = Parse();
        var metadata = new FileMetadata(proto, _problems);
        int version = RequireOurs(proto, metadata);
        string digest = RequireDigest(proto);
        var tensors = new StoredTensors(proto.Graph, _problems);
        OneClassModel model = new ModelContent(tensors, metadata, _problems).Read(version);
        return new SavedModel
        {
            Model = model,
            Description = metadata.Description(model.FeatureCount) with
            {
                Decision = DecisionMetadata.Read(tensors, metadata, _problems),
                ScoreOnly = proto.Graph.Output.All(output => output.Name != TensorNames.Relevance),
            },
            Kind = Kinds.Of(model),
            FormatVersion = version,
            ProducerVersion = metadata.Require(MetadataKeys.Version),
            Sha256 = digest,
            OpsetVersion = OpsetOf(proto),
            IrVersion = proto.IrVersion,
            Outputs = [.. proto.Graph.Output.Select(output => output.Name)],
            FileSize = _file.Length,
        };
    }

    private ModelProto Parse()
    {
        if (_file.IsEmpty)
            throw _problems.Wrong("the file is empty; expected an ONNX model.");
        ModelProto proto;
        try
        {
            proto = ModelProto.Parser.ParseFrom(_file.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw LooksLikeOurs() ? Damaged(e) : _problems.Wrong($"not an ONNX model ({_file.Length} bytes).", e);
        }

        if (proto.Graph is null || proto.IrVersion < 1)
            throw LooksLikeOurs() ? Damaged(null) : _problems.Wrong($"not an ONNX model ({_file.Length} bytes).");
        return proto;
    }

    /// <summary>The format version of a file that we wrote.</summary>
    private int RequireOurs(ModelProto proto, FileMetadata metadata)
    {
        if (metadata.Find(MetadataKeys.FormatVersion) is not { } text)
        {
            throw LooksLikeOurs()
                ? Damaged(null)
                : _problems.Wrong(
                    $"an ONNX model, but not written by {ModelWriter.ProducerName} "
                    + $"(its producer is {FileProblems.Quote(proto.ProducerName)}).");
        }

        if (metadata.RequireNumbers(MetadataKeys.FormatVersion) is not [int version and >= 1])
            throw metadata.Unexpected(MetadataKeys.FormatVersion, text, "a number, 1 or more");
        if (version > FormatVersions.Newest)
        {
            throw _problems.Wrong(
                $"format version {version}, from {ModelWriter.ProducerName} {FileProblems.Quote(proto.ProducerVersion)}; "
                + $"this is {Producer.Version} and reads up to {FormatVersions.Newest}.");
        }

        return version;
    }

    private string RequireDigest(ModelProto proto)
    {
        StringStringEntryProto last = proto.MetadataProps[^1];
        ReadOnlySpan<byte> file = _file.Span;
        byte[] entry = ContentDigest.EncodedEntry();
        if (last.Key != MetadataKeys.Sha256
            || file.Length < entry.Length + ContentDigest.Length
            || !file[..^ContentDigest.Length].EndsWith(entry))
        {
            throw _problems.Wrong($"the file does not end with its SHA-256 ('{MetadataKeys.Sha256}'): it was cut short or changed.");
        }

        string expected = ContentDigest.Compute(file), found = Encoding.Latin1.GetString(file[^ContentDigest.Length..]);
        if (found != expected)
        {
            throw _problems.Wrong(
                $"'{MetadataKeys.Sha256}' is {FileProblems.Quote(found)}, the content's is {expected}: the file was damaged or changed.");
        }

        return expected;
    }

    private long OpsetOf(ModelProto proto) =>
        proto.OpsetImport.FirstOrDefault(set => set.Domain.Length == 0)?.Version ?? throw _problems.Wrong("opset_import is missing.");

    /// <summary>Whether the first bytes are those that we write: version 8, then our name as the producer.</summary>
    private bool LooksLikeOurs()
    {
        byte[] start = [0x08, 0x08, 0x12, (byte)ModelWriter.ProducerName.Length, .. Encoding.ASCII.GetBytes(ModelWriter.ProducerName)];
        return _file.Span.StartsWith(start);
    }

    private ModelFormatException Damaged(Exception? cause) =>
        _problems.Wrong($"the model file is damaged or cut short, at {_file.Length} bytes.", cause);
}
