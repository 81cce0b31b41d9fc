using SkiaSharp;

namespace Reminisce.Encoders.Tests;

public sealed class PerceptualHashTests
{
    [Fact]
    public void Compute_RisingThenFallingRows_SetsKnownBits()
    {
        // Rows 0 to 3 brighten to the right (all bits set), rows 4 to 7 darken (none).
        var picture = TestPictures.Draw(90, 80, (x, y) => new SKColor((byte)(y < 40 ? x * 2 : 255 - (x * 2)), 0, 0));

        Assert.Equal(0x00000000_FFFFFFFFul, PerceptualHash.Compute(picture));
    }

    [Fact]
    public void Compute_OtherSizeFormatAndQuality_StaysNear()
    {
        var original = PerceptualHash.Compute(TestPictures.Encode(4, 800, 600));

        Assert.InRange(PerceptualHash.Distance(original, PerceptualHash.Compute(TestPictures.Encode(4, 400, 300, SKEncodedImageFormat.Jpeg))), 0, PerceptualHash.NearDuplicateDistance);
        Assert.InRange(PerceptualHash.Distance(original, PerceptualHash.Compute(TestPictures.Encode(4, 333, 250, SKEncodedImageFormat.Webp))), 0, PerceptualHash.NearDuplicateDistance);
    }

    [Fact]
    public void Compute_OtherPictures_AreFar()
    {
        var hashes = Enumerable.Range(0, 6).Select(seed => PerceptualHash.Compute(TestPictures.Encode(seed, 200, 150))).ToList();

        Assert.All(Enumerable.Range(1, 5), i => Assert.True(PerceptualHash.Distance(hashes[0], hashes[i]) > PerceptualHash.NearDuplicateDistance));
    }

    [Fact]
    public void Distance_Bits_AreCounted()
    {
        Assert.Equal(0, PerceptualHash.Distance(5, 5));
        Assert.Equal(64, PerceptualHash.Distance(0, ulong.MaxValue));
        Assert.Equal(2, PerceptualHash.Distance(0b1010, 0b0110));
    }

    [Fact]
    public void Compute_Flat_HasNoBits() => Assert.Equal(0ul, PerceptualHash.Compute(TestPictures.Draw(50, 50, (_, _) => SKColors.Gray)));

    [Fact]
    public void CreateJpeg_RotatedPhoto_IsSmallUprightAndWithoutMetadata()
    {
        var photo = TestPictures.WithOrientation(TestPictures.Encode(2, 600, 400, SKEncodedImageFormat.Jpeg), 6);

        var thumbnail = PictureThumbnail.CreateJpeg(photo, 120);

        Assert.Equal(new PictureInfo(80, 120, "image/jpeg"), PictureInfo.Read(thumbnail));
        Assert.Equal(-1, thumbnail.AsSpan().IndexOf("Exif"u8));
        Assert.InRange(PerceptualHash.Distance(PerceptualHash.Compute(photo), PerceptualHash.Compute(thumbnail)), 0, PerceptualHash.NearDuplicateDistance);
        Assert.Equal(40, PictureInfo.Read(PictureThumbnail.CreateJpeg(TestPictures.Encode(1), 500)).Width);
    }
}
