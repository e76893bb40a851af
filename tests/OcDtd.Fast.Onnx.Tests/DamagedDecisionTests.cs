using System.Buffers.Binary;
using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>Thresholds and calibrations that contradict themselves, in files whose digest is right.</summary>
public sealed class DamagedDecisionTests
{
    private const string Calibrated = "conformal";
    private const string Machine = "svm";

    /// <summary>Scores 1, 2, 3, 4 at a rate of 0.4: the second largest, 3.</summary>
    private static byte[] Make(string source) => ModelFiles.Bytes(ModelFiles.Make("single"), new ModelDescription
    {
        Decision = source == Machine
            ? DecisionRule.FromSupportVectorMachine(3)
            : DecisionRule.FromCalibration(ConformalCalibration.FromScores([4f, 2f, 1f, 3f]), 0.4),
    });

    [Fact]
    public void Files_cut_or_changed_at_any_byte_are_refused()
    {
        DecisionRule decision = DecisionRule.FromCalibration(ConformalCalibration.FromScores([4f]), 0.5);
        byte[] file = ModelFiles.Bytes(ModelFiles.Make("smallest"), new ModelDescription { Decision = decision });
        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 0x21;
            AssertRefused(changed);
            AssertRefused(file[..i]);
        }
    }

    [Theory]
    [InlineData(Calibrated, "ocdtd.threshold", "3.5", "'ocdtd.threshold' is '3.5'; expected 3, as initializer 'threshold' has it")]
    [InlineData(Calibrated, "ocdtd.threshold", "NaN", "expected a finite number")]
    [InlineData(Calibrated, "ocdtd.threshold", "1e999", "expected a finite number")]
    [InlineData(Calibrated, "ocdtd.threshold", "3,0", "expected a finite number")]
    [InlineData(Calibrated, "ocdtd.threshold", "", "expected a finite number")]
    [InlineData(Calibrated, "ocdtd.threshold", "three\nlines", "is 'three?lines'")]
    [InlineData(Calibrated, "ocdtd.threshold_source", "guess", "expected svm or conformal")]
    [InlineData(Calibrated, "ocdtd.threshold_source", "svm", "metadata 'ocdtd.false_alarm_rate' is there, but")]
    [InlineData(Machine, "ocdtd.threshold_source", "conformal", "metadata 'ocdtd.false_alarm_rate' is missing")]
    [InlineData(Calibrated, "ocdtd.false_alarm_rate", "0", "the false-alarm rate is 0; expected a number above 0, below 1")]
    [InlineData(Calibrated, "ocdtd.false_alarm_rate", "1", "the false-alarm rate is 1; expected a number above 0, below 1")]
    [InlineData(Calibrated, "ocdtd.false_alarm_rate", "-0.1", "the false-alarm rate is -0.1")]
    [InlineData(Calibrated, "ocdtd.false_alarm_rate", "NaN", "expected a finite number")]
    [InlineData(Calibrated, "ocdtd.false_alarm_rate", "many", "expected a finite number")]
    [InlineData(Calibrated, "ocdtd.false_alarm_rate", "0.1", "4 calibration scores are too few for a false-alarm rate of 0.1; expected 9")]
    [InlineData(Calibrated, "ocdtd.false_alarm_rate", "0.2", "'ocdtd.threshold' is '3'; expected 4, the threshold of 'calibration.scores'")]
    public void Metadata_that_cannot_be_is_refused(string source, string key, string value, string expected) =>
        AssertRefused(Tampered(source, proto => Metadata(proto, key).Value = value), expected);

    [Theory]
    [InlineData(Calibrated, "ocdtd.threshold", "'ocdtd.threshold_source' is there, but metadata 'ocdtd.threshold' is missing")]
    [InlineData(Machine, "ocdtd.threshold", "'ocdtd.threshold_source' is there, but metadata 'ocdtd.threshold' is missing")]
    [InlineData(Calibrated, "ocdtd.threshold_source", "metadata 'ocdtd.threshold_source' is missing")]
    [InlineData(Machine, "ocdtd.threshold_source", "metadata 'ocdtd.threshold_source' is missing")]
    [InlineData(Calibrated, "ocdtd.false_alarm_rate", "metadata 'ocdtd.false_alarm_rate' is missing")]
    public void Missing_metadata_is_refused(string source, string key, string expected) =>
        AssertRefused(Tampered(source, proto => proto.MetadataProps.Remove(Metadata(proto, key))), expected);

    [Theory]
    [InlineData("ocdtd.false_alarm_rate", "metadata 'ocdtd.false_alarm_rate' is there")]
    [InlineData("threshold", "initializer 'threshold' is there")]
    [InlineData("calibration.scores", "initializer 'calibration.scores' is there")]
    public void Parts_without_a_threshold_are_refused(string kept, string expected) => AssertRefused(
        Tampered(Calibrated, proto =>
        {
            foreach (string key in new[] { "ocdtd.threshold", "ocdtd.threshold_source", "ocdtd.false_alarm_rate" })
            {
                if (key != kept)
                    proto.MetadataProps.Remove(Metadata(proto, key));
            }

            foreach (string name in new[] { "threshold", "calibration.scores" })
            {
                if (name != kept)
                    proto.Graph.Initializer.Remove(Tensor(proto, name));
            }
        }),
        expected);

    [Fact]
    public void A_machines_threshold_beside_a_calibration_is_refused() => AssertRefused(
        Tampered(Machine, proto => proto.Graph.Initializer.Add(Tensors.Vector("calibration.scores", [1f]))),
        "initializer 'calibration.scores' is there, but metadata 'ocdtd.threshold_source' is svm");

    [Fact]
    public void A_negative_threshold_is_refused() => AssertRefused(
        Tampered(Machine, proto =>
        {
            Metadata(proto, "ocdtd.threshold").Value = "-3";
            Tensor(proto, "threshold").RawData = Floats(-3);
        }),
        "the threshold is -3; expected a finite value, 0 or more");

    [Theory]
    [InlineData(new[] { 1f, 3f, 2f, 4f }, "initializer 'calibration.scores' [2] is 2 after 3; expected ascending scores.")]
    [InlineData(new[] { 1f, 2f, 3f, float.NaN }, "calibration score 3 is NaN")]
    [InlineData(new[] { 1f, 2f, 3f, float.PositiveInfinity }, "calibration score 3 is")]
    [InlineData(new[] { 1f, 2f, 3.5f, 4f }, "expected 3.5, the threshold of 'calibration.scores' at a false-alarm rate of 0.4")]
    public void Calibration_scores_that_cannot_be_are_refused(float[] scores, string expected) =>
        AssertRefused(Tampered(Calibrated, proto => Tensor(proto, "calibration.scores").RawData = Floats(scores)), expected);

    [Theory]
    [InlineData("threshold")]
    [InlineData("calibration.scores")]
    public void Initializers_must_be_there_once_and_hold_what_they_claim(string name)
    {
        AssertRefused(Tampered(proto => proto.Graph.Initializer.Remove(Tensor(proto, name))), $"initializer '{name}' is missing");
        AssertRefused(Tampered(proto => proto.Graph.Initializer.Add(Tensor(proto, name).Clone())), $"'{name}' is there twice");
        AssertRefused(Tampered(proto => Tensor(proto, name).DataType = 11), $"initializer '{name}' has element type 11");
        AssertRefused(Tampered(proto => Tensor(proto, name).Dims.Add(1)), $"initializer '{name}' is (");
        AssertRefused(Tampered(proto => Tensor(proto, name).Dims[0] = 0), $"initializer '{name}' is (0)");
        AssertRefused(Tampered(proto => Tensor(proto, name).Dims[0] = long.MaxValue), $"initializer '{name}' is (");
        AssertRefused(Tampered(proto => Tensor(proto, name).ClearRawData()), $"initializer '{name}' holds 0 bytes");
        AssertRefused(
            Tampered(proto => Tensor(proto, name).DataLocation = TensorProto.Types.DataLocation.External), "lies outside the file");
    }

    [Fact]
    public void A_calibration_that_claims_more_than_it_holds_is_refused() => AssertRefused(
        Tampered(proto => Tensor(proto, "calibration.scores").Dims[0] = int.MaxValue), "its dimensions ask for 8589934588");

    [Fact]
    public void A_graph_with_another_threshold_is_refused() => AssertRefused(
        Tampered(proto => Tensor(proto, "threshold").RawData = Floats(float.NaN)), "expected NaN, as initializer 'threshold' has it");

    private static byte[] Tampered(Action<ModelProto> change) => Tampered(Calibrated, change);

    private static byte[] Tampered(string source, Action<ModelProto> change)
    {
        ModelProto proto = ModelFiles.Open(Make(source));
        change(proto);
        return ModelFiles.Seal(proto);
    }

    private static StringStringEntryProto Metadata(ModelProto proto, string key) => proto.MetadataProps.Single(entry => entry.Key == key);

    private static TensorProto Tensor(ModelProto proto, string name) => proto.Graph.Initializer.First(tensor => tensor.Name == name);

    private static ByteString Floats(params float[] values)
    {
        byte[] raw = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * 4), values[i]);
        return ByteString.CopyFrom(raw);
    }

    private static void AssertRefused(byte[] file, string expected = "")
    {
        var e = Assert.Throws<ModelFormatException>(() => ModelFiles.Load(file));
        Assert.StartsWith("m.onnx: ", e.Message);
        Assert.Contains(expected, e.Message);
        Assert.DoesNotContain('\n', e.Message);
        Assert.DoesNotContain("Parameter", e.Message);
    }
}
