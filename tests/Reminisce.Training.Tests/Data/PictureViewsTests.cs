using Microsoft.Extensions.AI;
using Reminisce.Training.Data;
using SkiaSharp;

namespace Reminisce.Training.Tests.Data;

public sealed class PictureViewsTests
{
    private const int Size = 60;

    [Fact]
    public void Draw_ManyViews_ShowPartsOfTheLeastShareMirroredOrNot()
    {
        // Every column has a red of its own, every row a green: a view says where it comes from.
        using var whole = new SKBitmap(Size, Size);
        for (var x = 0; x < Size; x++)
        {
            for (var y = 0; y < Size; y++)
            {
                whole.SetPixel(x, y, new SKColor((byte)(4 * x), (byte)(4 * y), 0));
            }
        }

        var picture = new DataContent(whole.Encode(SKEncodedImageFormat.Png, 100).ToArray(), "image/png");
        var random = new Random(1);
        var (mirrored, smallest) = (0, 1.0);
        for (var i = 0; i < 60; i++)
        {
            using var view = SKBitmap.Decode(PictureViews.Draw(picture, 0.5f, random).Data.Span);
            var (left, right) = (view.GetPixel(0, 0).Red / 4, view.GetPixel(view.Width - 1, 0).Red / 4);
            Assert.Equal(view.Width - 1, Math.Abs(right - left));
            Assert.Equal(view.Height - 1, (view.GetPixel(0, view.Height - 1).Green - view.GetPixel(0, 0).Green) / 4);
            mirrored += right < left ? 1 : 0;
            smallest = Math.Min(smallest, view.Width * view.Height / (double)(Size * Size));
        }

        Assert.InRange(mirrored, 15, 45);
        Assert.InRange(smallest, 0.44, 0.6);
    }

    [Fact]
    public void Draw_NoPicture_IsRefused() =>
        Assert.Contains("cannot be decoded", Assert.Throws<InvalidDataException>(() => PictureViews.Draw(new DataContent(new byte[] { 1, 2, 3 }, "image/png"), 0.5f, new Random(1))).Message, StringComparison.Ordinal);
}
