using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class MvtecCategoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public MvtecCategoryTests()
    {
        Image("train/good/001.png", ImageBytes.Colour(20, 10, 51, 102, 153));
        Image("train/good/000.png", ImageBytes.Grey(8, 8, static (x, _) => (byte)(x < 4 ? 0 : 255)));
        Image("test/good/000.png", ImageBytes.Colour(4, 4, 255, 0, 0));
        Image("test/poke/000.png", ImageBytes.Colour(4, 4, 0, 0, 255));
        Image("test/cut/b.png", ImageBytes.Colour(6, 4, 0, 255, 0));
        Image("test/cut/a.png", ImageBytes.Colour(4, 4, 0, 51, 0));
        Image("ground_truth/poke/000_mask.png", ImageBytes.Grey(4, 4, static (_, _) => 0));
        Image("ground_truth/cut/a_mask.png", ImageBytes.Grey(4, 4, static (x, y) => (byte)(x == 0 && y == 0 ? 255 : 0)));
        Image("ground_truth/cut/b_mask.png", ImageBytes.Grey(6, 4, static (x, _) => (byte)(x < 3 ? 255 : 0)));
        _folder.Write("leather/license.txt", "not read");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_of_any_size_are_resized_and_masks_belong_to_their_images()
    {
        using MvtecCategory category = Read();
        Assert.Equal("leather", category.Name);
        Assert.Equal((2, 12, new ImageShape(2, 2, 3)), (category.Train.RowCount, category.Train.FeatureCount, category.Train.Shape));
        Assert.Equal(["000.png", "001.png"], category.Train.RowNames);
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1], category.Train.Rows.GetRow(0).ToArray());
        Assert.Equal([0.2f, 0.4f, 0.6f], category.Train.Rows.GetRow(1).ToArray()[..3]);
        Assert.Equal([1, 0, 0], category.Good.Rows.GetRow(0).ToArray()[..3]);

        Assert.Equal(["cut", "poke"], category.Defects.Select(static defect => defect.Name));
        MvtecDefect cut = category.Defects[0];
        Assert.Equal(["a.png", "b.png"], cut.Images.RowNames);
        Assert.Equal(["a_mask.png", "b_mask.png"], cut.Masks.RowNames);
        Assert.Equal([0, 0.2f, 0], cut.Images.Rows.GetRow(0).ToArray()[..3]);
        Assert.Equal(new ImageShape(2, 2, 1), cut.Masks.Shape);
        Assert.Equal([0.25f, 0, 0, 0], cut.Masks.Rows.GetRow(0).ToArray());
        Assert.Equal([1, 0, 1, 0], cut.Masks.Rows.GetRow(1).ToArray());
    }

    [Fact]
    public void Files_are_all_that_was_read()
    {
        using MvtecCategory category = Read();
        string[] expected =
        [
            "train/good/000.png", "train/good/001.png", "test/good/000.png", "test/cut/a.png", "test/cut/b.png",
            "ground_truth/cut/a_mask.png", "ground_truth/cut/b_mask.png", "test/poke/000.png", "ground_truth/poke/000_mask.png",
        ];
        Assert.Equal(expected.Select(file => _folder["leather/" + file]), category.Files);
    }

    [Fact]
    public void The_default_is_160_pixels()
    {
        using MvtecCategory category = MvtecCategory.Read(_folder["leather"] + "/");
        Assert.Equal(("leather", 160 * 160 * 3), (category.Name, category.Train.FeatureCount));
        Assert.Equal(0.5, category.Defects[0].Masks.Rows.GetRow(1).ToArray().Average(), 6);
    }

    [Fact]
    public void Categories_are_found_in_the_folder_below_it_and_in_the_official_one()
    {
        Assert.Equal([_folder["leather"]], MvtecCategory.Find(_folder["leather"]));
        Assert.Equal([_folder["leather"]], MvtecCategory.Find(_folder.Path));
        _folder.Write("data/mvtec_anomaly_detection/wood/train/good/0.png", "x");
        _folder.Write("data/mvtec_anomaly_detection/tile/train/good/0.png", "x");
        _folder.Write("data/mvtec_anomaly_detection/none/test/good/0.png", "x");
        string official = _folder["data/mvtec_anomaly_detection"];
        Assert.Equal([Path.Join(official, "tile"), Path.Join(official, "wood")], MvtecCategory.Find(_folder["data"]));
        Errors.Says(() => MvtecCategory.Find(_folder["leather/test"]), _folder["leather/test"], "no category of MVTec AD", "train/good");
        Errors.Says(() => MvtecCategory.Find(_folder["none"]), "no such folder");
    }

    [Fact]
    public void A_mask_that_is_missing_is_named()
    {
        File.Delete(_folder["leather/ground_truth/cut/b_mask.png"]);
        Says(_folder["leather/ground_truth/cut/b_mask.png"], "no such file", "the mask of " + _folder["leather/test/cut/b.png"]);
        Directory.Delete(_folder["leather/ground_truth/cut"], recursive: true);
        Says(_folder["leather/ground_truth/cut"], "no such folder");
        Directory.Delete(_folder["leather/ground_truth"], recursive: true);
        Says(_folder["leather/ground_truth"], "no such folder");
    }

    [Fact]
    public void A_mask_without_an_image_is_named()
    {
        Image("ground_truth/cut/c_mask.png", ImageBytes.Grey(4, 4, static (_, _) => 0));
        Says(_folder["leather/ground_truth/cut/c_mask.png"], "belongs to no image", _folder["leather/test/cut"]);
        Image("ground_truth/bend/c_mask.png", ImageBytes.Grey(4, 4, static (_, _) => 0));
        Says(_folder["leather/test/bend"], "no such folder");
    }

    [Fact]
    public void A_mask_unlike_its_image_is_named()
    {
        Image("ground_truth/cut/b_mask.png", ImageBytes.Grey(4, 6, static (_, _) => 0));
        Says(_folder["leather/ground_truth/cut/b_mask.png"] + ": 4 x 6 pixels", "expected 6 x 4", _folder["leather/test/cut/b.png"]);
        Image("ground_truth/cut/b_mask.png", ImageBytes.Colour(6, 4, 255, 255, 255));
        Says(_folder["leather/ground_truth/cut/b_mask.png"], "in colour; expected grey");
    }

    [Theory]
    [InlineData("train/good")]
    [InlineData("test/good")]
    [InlineData("test/poke")]
    [InlineData("ground_truth/poke")]
    public void A_folder_that_is_empty_or_missing_is_named(string name)
    {
        string folder = _folder[Path.Join("leather", name)];
        Directory.Delete(folder, recursive: true);
        Says(folder, "no such folder");
        Directory.CreateDirectory(folder);
        Says(folder, "holds no images");
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        Errors.Says(() => MvtecCategory.Read(_folder["none"]), _folder["none"], "no such folder");
        Image("test/cut/a.png", "no image"u8);
        Says(_folder["leather/test/cut/a.png"], "does not decode");
        Directory.Delete(_folder["leather/test/cut"], recursive: true);
        Directory.Delete(_folder["leather/test/poke"], recursive: true);
        Directory.Delete(_folder["leather/ground_truth/cut"], recursive: true);
        Directory.Delete(_folder["leather/ground_truth/poke"], recursive: true);
        Says(_folder["leather/test"], "holds no defects");
        Assert.Throws<ArgumentOutOfRangeException>(() => MvtecCategory.Read(_folder["leather"], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MvtecCategory.Read(_folder["leather"], 4097));
    }

    [Fact]
    public void Cancellation_ends_reading() =>
        Assert.Throws<OperationCanceledException>(() => MvtecCategory.Read(_folder["leather"], 2, new CancellationToken(true)));

    private MvtecCategory Read() => MvtecCategory.Read(_folder["leather"], 2);

    private void Image(string name, ReadOnlySpan<byte> bytes) => _folder.Write("leather/" + name, bytes);

    private void Says(params string[] essentials) => Errors.Says(() => Read().Dispose(), essentials);
}
