using Microsoft.Extensions.AI;
using Reminisce.Training.Learning.Batches;
using SkiaSharp;

namespace Reminisce.Training.Data;

/// <summary>Random views of encoded pictures: a part, mirrored or not.</summary>
internal static class PictureViews
{
    /// <summary>Draws a view.</summary>
    /// <param name="picture">The picture, encoded.</param>
    /// <param name="smallestShare">Least share of its area that is kept.</param>
    /// <param name="random">Chooses.</param>
    /// <exception cref="InvalidDataException">It is not a picture that can be decoded.</exception>
    public static DataContent Draw(DataContent picture, float smallestShare, Random random)
    {
        using var data = SKData.CreateCopy(picture.Data.Span);
        using var codec = SKCodec.Create(data);
        using var whole = (codec is null ? null : SKBitmap.Decode(codec)) ?? throw new InvalidDataException($"A picture of {picture.Data.Length} bytes cannot be decoded.");
        var (left, top, width, height) = new Augmentation(smallestShare, 0, 0).Crop(1, random);
        using var view = new SKBitmap(Math.Max(1, (int)(width * whole.Width)), Math.Max(1, (int)(height * whole.Height)));
        using (var canvas = new SKCanvas(view))
        {
            if (random.Next(2) == 0)
            {
                canvas.Scale(-1, 1, view.Width / 2f, 0);
            }

            canvas.DrawBitmap(whole, -(int)(left * whole.Width), -(int)(top * whole.Height), new SKSamplingOptions(SKFilterMode.Nearest));
        }

        using var encoded = view.Encode(SKEncodedImageFormat.Png, 100);
        return new DataContent(encoded.ToArray(), "image/png");
    }
}
