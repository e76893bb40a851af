using OcDtd.Fast.Onnx.Format;
using OcDtd.Fast.Tests.Models;
using static OcDtd.Fast.Onnx.Tests.Damage;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>A scaling is in the file or it is not: graph, initializers, metadata and version agree.</summary>
public sealed class ScalingFileTests
{
    private const string Scaling = "ocdtd.scaling", Version = "ocdtd.format_version", Shift = "scaling.shift", Factor = "scaling.factor";

    private static byte[] PlainFile() => ModelFiles.Bytes(ModelFiles.Make("one by two"));

    private static byte[] ScaledFile() => ModelFiles.Bytes(ModelFiles.Make("one by two, scaled"));

    [Theory]
    [InlineData(ScalingKind.Standard, "standard")]
    [InlineData(ScalingKind.MinMax, "minmax")]
    [InlineData(ScalingKind.Robust, "robust")]
    public void Scalings_come_back_to_the_bit(ScalingKind kind, string name)
    {
        FeatureScaling scaling = FeatureScaling.Fit(kind, TestModels.RandomRows(new Random(1), 30, 5, shift: 1000, scale: 77));
        byte[] file = ModelFiles.Bytes(ModelFiles.Make("local").WithScaling(scaling));
        SavedModel saved = ModelFiles.Load(file);
        Assert.Equal(kind, saved.Model.Scaling?.Kind);
        Assert.Equal(scaling.Shifts.ToArray(), saved.Model.Scaling!.Shifts.ToArray());
        Assert.Equal(scaling.Factors.ToArray(), saved.Model.Scaling.Factors.ToArray());
        Assert.Equal(name, Metadata(ModelFiles.Open(file), Scaling).Value);
    }

    [Fact]
    public void Only_files_with_a_scaling_ask_for_a_reader_that_knows_it()
    {
        Assert.Equal(1, ModelFiles.Load(PlainFile()).FormatVersion);
        Assert.Null(ModelFiles.Load(PlainFile()).Model.Scaling);
        Assert.Equal(2, ModelFiles.Load(ScaledFile()).FormatVersion);
    }

    [Fact]
    public void Files_without_a_scaling_hold_nothing_of_it() =>
        Assert.Equal(-1, PlainFile().AsSpan().IndexOf("scaling"u8));

    [Fact]
    public void The_graph_rounds_a_scaled_row_where_the_engine_does()
    {
        // The kernel is so narrow that a scaled value in the next float, or in none at all, would score hundreds where 0 is right.
        float[,] rows = TestModels.RandomRows(new Random(2), 200, 1, shift: 40, scale: 3);
        FeatureScaling scaling = FeatureScaling.Fit(ScalingKind.Standard, rows);
        for (int i = 0; i < 200; i++)
        {
            float[,] row = { { rows[i, 0] } };
            float[,] scaled = scaling.Apply(row);
            double spacing = Math.BitIncrement(Math.Abs(scaled[0, 0])) - Math.Abs(scaled[0, 0]);
            OneClassModel model = KernelDensity.Fit(scaled, 1000 / (spacing * spacing)).WithScaling(scaling);
            using var graph = new GraphRunner(model);
            Assert.Equal([0f], model.Score(row));
            Assert.Equal([0f], graph.Score(row));
        }
    }

    [Fact]
    public void A_scaled_value_beyond_float_is_infinity_to_the_engine_and_no_number_to_the_graph()
    {
        OneClassModel model = ModelFiles.Make("single").WithScaling(
            FeatureScaling.Restore(ScalingKind.MinMax, [0, 0, 0, 0, 0], [1, 1, 1e35, 1, 1]));
        float[,] rows = { { 0, 0, 0, 0, 0 }, { 0, 0, 1e5f, 0, 0 } };
        using var graph = new GraphRunner(model);
        float[] found = graph.Score(rows), expected = model.Score(rows);
        Assert.True(OracleBounds.ScoreError(found[0], expected[0]) <= 1);
        Assert.Equal((float.PositiveInfinity, float.NaN), (expected[1], found[1]));
    }

    [Fact]
    public void What_earlier_versions_said_about_scaling_changes_nothing()
    {
        // In version 1 the entry was free text about what had been done to rows outside of the file.
        var text = new StringStringEntryProto { Key = Scaling, Value = "standard" };
        Assert.Null(ModelFiles.Load(Tampered(PlainFile(), proto => proto.MetadataProps.Add(text))).Model.Scaling);
    }

    [Theory]
    [InlineData(Shift)]
    [InlineData(Factor)]
    public void Initializers_without_a_version_that_has_them_are_refused(string name)
    {
        AssertRefused(
            Tampered(PlainFile(), proto => proto.Graph.Initializer.Add(Tensors.Vector(name, [1.0, 1.0]))),
            $"initializer '{name}' in a file of format version 1; models with a scaling have 2.");
        AssertRefused(Tampered(ScaledFile(), proto => Metadata(proto, Version).Value = "1"), "in a file of format version 1");
    }

    [Fact]
    public void A_version_that_has_a_scaling_must_hold_one()
    {
        AssertRefused(Tampered(PlainFile(), proto => Metadata(proto, Version).Value = "2"), $"metadata '{Scaling}' is missing");
        AssertRefused(
            Tampered(ScaledFile(), proto => proto.MetadataProps.Remove(Metadata(proto, Scaling))), $"metadata '{Scaling}' is missing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("Standard")]
    [InlineData("quantile\n")]
    public void Kinds_that_are_none_are_refused(string kind) =>
        AssertRefused(
            Tampered(ScaledFile(), proto => Metadata(proto, Scaling).Value = kind), "expected standard or minmax or robust");

    [Theory]
    [InlineData(Shift)]
    [InlineData(Factor)]
    public void Initializers_must_be_there_once_and_fit_the_model(string name)
    {
        AssertRefused(
            Tampered(ScaledFile(), proto => proto.Graph.Initializer.Remove(Tensor(proto, name))), $"initializer '{name}' is missing");
        AssertRefused(
            Tampered(ScaledFile(), proto => proto.Graph.Initializer.Add(Tensor(proto, name).Clone())), $"'{name}' is there twice");
        AssertRefused(Tampered(ScaledFile(), proto => Tensor(proto, name).DataType = 1), $"initializer '{name}' has element type 1");
        AssertRefused(Tampered(ScaledFile(), proto => Tensor(proto, name).Dims[0] = 3), $"initializer '{name}' is (3); expected (2)");
        AssertRefused(Tampered(ScaledFile(), proto => Tensor(proto, name).Dims.Add(1)), $"initializer '{name}' is (2, 1); expected (2)");
        AssertRefused(Tampered(ScaledFile(), proto => Tensor(proto, name).RawData = Bytes(1)), $"initializer '{name}' holds 8 bytes");
        AssertRefused(Tampered(ScaledFile(), proto => Tensor(proto, name).RawData = Bytes(1, 2, 3)), $"'{name}' holds 24 bytes");
    }

    [Theory]
    [InlineData(Shift, double.NaN, "scaling: the shift of feature 1 is NaN")]
    [InlineData(Shift, double.PositiveInfinity, "scaling: the shift of feature 1 is")]
    [InlineData(Factor, double.NaN, "scaling: the factor of feature 1 is NaN")]
    [InlineData(Factor, double.NegativeInfinity, "scaling: the factor of feature 1 is -")]
    [InlineData(Factor, 0, "scaling: the factor of feature 1 is 0; expected a finite value other than 0.")]
    public void Numbers_that_scale_nothing_are_refused(string name, double number, string expected) =>
        AssertRefused(Tampered(ScaledFile(), proto => Tensor(proto, name).RawData = Bytes(1, number)), expected);

    [Fact]
    public void Files_cut_or_changed_at_any_byte_are_refused()
    {
        byte[] file = ScaledFile();
        for (int i = 0; i < file.Length; i++)
        {
            AssertRefused(file[..i]);
            byte[] changed = [.. file];
            changed[i] ^= (byte)(1 << (i % 8));
            AssertRefused(changed);
        }
    }
}
