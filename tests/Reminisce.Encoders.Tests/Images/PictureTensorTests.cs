using System.Text;
using CsCheck;
using SkiaSharp;

namespace Reminisce.Encoders.Tests;

public sealed class PictureTensorTests
{
    private const string Raw = "\"do_rescale\":false,\"do_normalize\":false";

    [Fact]
    public void Fill_ExactSize_GivesChannelsInOrderNormalised()
    {
        var picture = TestPictures.Draw(2, 2, (x, y) => new SKColor((byte)(10 + x), (byte)(100 + y), 200));

        var tensor = Fill(picture, """{"size":{"height":2,"width":2},"image_mean":[0.5,0.4,0.3],"image_std":[0.5,0.25,0.2]}""");

        float[] expected =
        [
            N(10, 0.5f, 0.5f), N(11, 0.5f, 0.5f), N(10, 0.5f, 0.5f), N(11, 0.5f, 0.5f),
            N(100, 0.4f, 0.25f), N(100, 0.4f, 0.25f), N(101, 0.4f, 0.25f), N(101, 0.4f, 0.25f),
            N(200, 0.3f, 0.2f), N(200, 0.3f, 0.2f), N(200, 0.3f, 0.2f), N(200, 0.3f, 0.2f),
        ];
        Vectors.Near(expected, tensor, 1e-5f);
        static float N(float value, float mean, float deviation) => ((value / 255) - mean) / deviation;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Fill_ExifOrientation_StandsUpright(int orientation)
    {
        // Upright: red top left, green top right, blue bottom left, white bottom right; 32 wide, 24 high.
        SKColor Upright(int x, int y) => (x < 16, y < 12) switch
        {
            (true, true) => SKColors.Red,
            (false, true) => SKColors.Lime,
            (true, false) => SKColors.Blue,
            _ => SKColors.White,
        };
        // How the camera stored it, by the definition of each orientation.
        (int Width, int Height, Func<int, int, SKColor> Color) stored = orientation switch
        {
            1 => (32, 24, Upright),
            2 => (32, 24, (x, y) => Upright(31 - x, y)),
            3 => (32, 24, (x, y) => Upright(31 - x, 23 - y)),
            4 => (32, 24, (x, y) => Upright(x, 23 - y)),
            5 => (24, 32, (x, y) => Upright(y, x)),
            6 => (24, 32, (x, y) => Upright(31 - y, x)),
            7 => (24, 32, (x, y) => Upright(31 - y, 23 - x)),
            _ => (24, 32, (x, y) => Upright(y, 23 - x)),
        };
        var jpeg = TestPictures.WithOrientation(TestPictures.Draw(stored.Width, stored.Height, stored.Color, SKEncodedImageFormat.Jpeg, SKAlphaType.Opaque), orientation);

        var squashed = Fill(jpeg, $$"""{"size":{"height":2,"width":2},"resample":4,{{Raw}}}""");
        var cropped = Fill(jpeg, $$"""{"do_resize":false,"do_center_crop":true,"crop_size":{"height":20,"width":28},{{Raw}}}""");

        Vectors.Near([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255], squashed, 12);
        Assert.Equal(new PictureInfo(32, 24, "image/jpeg"), PictureInfo.Read(jpeg));
        Vectors.Near([255, 0, 0], At(cropped, 28, 20, 2, 2), 12);
        Vectors.Near([0, 255, 0], At(cropped, 28, 20, 25, 2), 12);
        Vectors.Near([0, 0, 255], At(cropped, 28, 20, 2, 17), 12);
        Vectors.Near([255, 255, 255], At(cropped, 28, 20, 25, 17), 12);
    }

    [Fact]
    public void Fill_Transparent_LiesOnWhite()
    {
        var picture = TestPictures.Draw(2, 1, (x, _) => x == 0 ? SKColors.Red.WithAlpha(0) : SKColors.Black.WithAlpha(128));

        var tensor = Fill(picture, $$"""{"size":{"height":1,"width":2},{{Raw}}}""");

        Vectors.Near([255, 127, 255, 127, 255, 127], tensor, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Fill_FineStripesShrunk_BecomeGreyNotMoire(int filter)
    {
        // One-pixel stripes: whatever is not averaged away here is aliasing.
        var stripes = TestPictures.Draw(640, 480, (x, y) => (x + y) % 2 == 0 ? SKColors.White : SKColors.Black);

        var tensor = Fill(stripes, $$"""{"size":{"height":16,"width":16},"resample":{{filter}},{{Raw}}}""");

        Assert.All(tensor, v => Assert.InRange(v, 124, 131));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Fill_LargePictureShrunk_EqualsAverageOfItsAreas(SKEncodedImageFormat format)
    {
        SKColor Color(int x, int y) => new((byte)(x * 255 / 799), (byte)(y * 255 / 599), 128);
        var picture = TestPictures.Draw(800, 600, Color, format, SKAlphaType.Opaque);

        var tensor = Fill(picture, $$"""{"size":{"height":6,"width":8},"resample":4,{{Raw}}}""");

        for (var y = 0; y < 6; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                Vectors.Near([((x * 100) + 49.5f) * 255 / 799, ((y * 100) + 49.5f) * 255 / 599, 128], At(tensor, 8, 6, x, y), 3);
            }
        }
    }

    [Fact]
    public void Fill_CropLargerThanPicture_IsPaddedWithBlack()
    {
        var picture = TestPictures.Draw(2, 4, (_, _) => SKColors.White);

        var tensor = Fill(picture, $$"""{"do_resize":false,"do_center_crop":true,"crop_size":4,{{Raw}}}""");

        Vectors.Near([0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0], tensor.AsSpan(0, 16), 0);
    }

    [Fact]
    public void Fill_VeryLongPicture_NeedsOnlyTheCrop()
    {
        var picture = TestPictures.Draw(20_000, 1, (x, _) => x is >= 9_990 and < 10_010 ? SKColors.White : SKColors.Black);

        var tensor = Fill(picture, $$"""{"size":{"shortest_edge":224},"do_center_crop":true,"crop_size":224,{{Raw}}}""");

        Assert.All(tensor, v => Assert.Equal(255, v, 1e-3f));
    }

    [Fact]
    public void Open_TooLarge_IsRefusedByItsHeader()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var e = Assert.Throws<PictureException>(() => PictureInfo.Read(TestPictures.HugePng(60000, 60000)));

        Assert.Equal("The picture is 60000 x 60000 pixels; the limit is 50000000 pixels in all. Scale it down or raise PictureLimits.MaxPixels.", e.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        Assert.Throws<PictureException>(() => PictureInfo.Read(TestPictures.Encode(1), new PictureLimits { MaxPixels = 1199 }));
        Assert.Equal(40, PictureInfo.Read(TestPictures.Encode(1), new PictureLimits { MaxPixels = 1200 }).Width);
        Assert.Contains("limit is 10", Assert.Throws<PictureException>(() => PictureInfo.Read(new byte[11], new PictureLimits { MaxBytes = 10 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a picture")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    public void Open_NoPicture_IsRefused(string text) =>
        Assert.Throws<PictureException>(() => PictureInfo.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Fill_CutShort_IsRefused(SKEncodedImageFormat format)
    {
        var picture = TestPictures.Encode(3, 200, 200, format);

        var e = Assert.Throws<PictureException>(() => Fill(picture[..(picture.Length * 2 / 3)], $$"""{"size":{"height":16,"width":16},{{Raw}}}"""));

        Assert.Matches("damaged|cut short", e.Message);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Fill_DamagedBytes_NeverFailsOtherwise(SKEncodedImageFormat format)
    {
        var good = TestPictures.Encode(3, 60, 50, format);
        Gen.Select(Gen.Int[0, good.Length], Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[0, 10]).Sample((length, edits) =>
        {
            var bytes = good.ToArray();
            foreach (var (at, value) in edits)
            {
                bytes[at] = value;
            }

            try
            {
                var tensor = Fill(bytes[..length], $$"""{"size":{"height":8,"width":8},{{Raw}}}""");
                Assert.All(tensor, v => Assert.InRange(v, 0, 255.01f));
            }
            catch (PictureException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }, iter: 400);
    }

    private static float[] Fill(byte[] picture, string config)
    {
        var transform = PictureTransform.Parse("p.json", Encoding.UTF8.GetBytes(config));
        var tensor = new float[3 * transform.Height * transform.Width];
        PictureTensor.Fill(picture, transform, new PictureLimits(), tensor);
        return tensor;
    }

    private static float[] At(float[] tensor, int width, int height, int x, int y) =>
        [tensor[(y * width) + x], tensor[(width * height) + (y * width) + x], tensor[(2 * width * height) + (y * width) + x]];
}
