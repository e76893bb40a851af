using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>Saving over models in two files: nothing is half-written, lost, or left behind.</summary>
public sealed class ReplacedDataFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Model => _folder["m.onnx"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_old_models_data_file_goes_with_it()
    {
        string old = SaveInTwo("single");
        string next = SaveInTwo("density");
        Assert.NotEqual(old, next);
        Assert.Equal(["m.onnx", next], _folder.Names());
        OnnxModel.Save(ModelFiles.Make("bagging"), Model);
        Assert.Equal(["m.onnx"], _folder.Names());
    }

    [Fact]
    public void The_same_model_saved_again_keeps_its_data_file()
    {
        string name = SaveInTwo("single");
        Assert.Equal(name, SaveInTwo("single"));
        Assert.Equal(["m.onnx", name], _folder.Names());
    }

    [Fact]
    public void A_damaged_data_file_is_mended_by_saving_again()
    {
        string name = SaveInTwo("single");
        File.WriteAllBytes(_folder[name], [1, 2, 3]);
        SaveInTwo("single");
        Assert.Equal("single", OnnxModel.Load(Model).Kind);
    }

    [Fact]
    public void A_copy_of_the_old_model_keeps_the_data_file()
    {
        string old = SaveInTwo("single");
        File.Copy(Model, _folder["copy.onnx"]);
        string next = SaveInTwo("density");
        Assert.Equal(new[] { "copy.onnx", "m.onnx", old, next }.Order(StringComparer.Ordinal), _folder.Names());
        Assert.Equal(17, OnnxModel.Load(_folder["copy.onnx"]).Model.Members[0].SupportVectorCount);
    }

    [Theory]
    [InlineData("other.onnx.0123456789abcdef.data")]
    [InlineData("m.onnx.0123456789abcdef.data")]
    [InlineData("m.onnx.0123456789ABCDEF.data")]
    [InlineData("m.onnx.data")]
    [InlineData("notes.txt")]
    public void Files_that_the_old_model_does_not_name_or_that_are_not_its_own_stay(string name)
    {
        SaveInTwo("single");
        _folder.Write(name, "mine");
        SaveInTwo("density");
        Assert.Equal("mine", File.ReadAllText(_folder[name]));
        Assert.Equal(3, _folder.Names().Length);
    }

    [Fact]
    public void A_data_file_under_a_name_that_was_not_given_here_stays()
    {
        // As after "mv old.onnx m.onnx": the file is the old model's, but who else uses it is not known.
        ModelFiles.SaveInTwo(ModelFiles.Make("single"), _folder["old.onnx"]);
        File.Move(_folder["old.onnx"], Model);
        Assert.Equal("single", OnnxModel.Load(Model).Kind);
        SaveInTwo("density");
        Assert.Contains(_folder.Names(), name => name.StartsWith("old.onnx.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nothing like a model")]
    [InlineData("")]
    public void Whatever_was_there_is_replaced(string content)
    {
        _folder.Write("m.onnx.0123456789abcdef.data", "mine");
        _folder.Write("m.onnx", content);
        string name = SaveInTwo("single");
        Assert.Equal(new[] { "m.onnx", "m.onnx.0123456789abcdef.data", name }.Order(StringComparer.Ordinal), _folder.Names());
    }

    [Fact]
    public void A_crash_between_any_two_steps_leaves_the_old_model_or_the_new_one()
    {
        string old = SaveInTwo("single");
        byte[] oldModel = File.ReadAllBytes(Model), oldData = File.ReadAllBytes(_folder[old]);
        string next = SaveInTwo("density");

        // Both data files, the new model's renaming done: as before the old data file is removed.
        File.WriteAllBytes(_folder[old], oldData);
        Assert.Equal(13, OnnxModel.Load(Model).Model.Members[0].SupportVectorCount);

        // Both data files, the old model still there, a temporary file half-written.
        File.WriteAllBytes(Model, oldModel);
        _folder.Write(".m.onnx.0123.tmp", oldModel.AsSpan(0, 100));
        Assert.Equal(17, OnnxModel.Load(Model).Model.Members[0].SupportVectorCount);
        Assert.Contains(next, _folder.Names());
    }

    [Fact]
    public void A_save_that_fails_leaves_no_data_file_and_the_old_model()
    {
        // A folder in the model's place lets the data file be written and the last step fail.
        Directory.CreateDirectory(Path.Combine(Model, "full"));
        Assert.ThrowsAny<IOException>(() => SaveInTwo("single"));
        Assert.Equal(["m.onnx"], _folder.Names());
        Directory.Delete(Model, recursive: true);

        string old = SaveInTwo("single");
        var tooLong = new ModelDescription { Shape = new SampleShape(28, 28) };
        Assert.Throws<ArgumentException>(() => ModelFiles.SaveInTwo(ModelFiles.Make("density"), Model, tooLong));
        Assert.Equal(["m.onnx", old], _folder.Names());
    }

    private string SaveInTwo(string name)
    {
        ModelFiles.SaveInTwo(ModelFiles.Make(name), Model);
        return OnnxModel.Load(Model).DataFile!.Name;
    }
}
