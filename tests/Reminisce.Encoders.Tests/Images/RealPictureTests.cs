using System.Numerics.Tensors;
using SkiaSharp;

namespace Reminisce.Encoders.Tests;

public sealed class RealPictureTests
{
    [SkippableTheory]
    [InlineData("data/flickr8k/images")]
    [InlineData("data/screenshots/images")]
    public void RealPictures_DecodeHashAndShrink(string folder)
    {
        var files = Directory.EnumerateFiles(SharedData.Require(folder), "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".jpg", StringComparison.Ordinal) || f.EndsWith(".png", StringComparison.Ordinal) || f.EndsWith(".webp", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Take(12).ToList();
        Assert.NotEmpty(files);
        var config = File.ReadAllBytes(Path.Combine(SharedData.Require("models/deit-tiny"), "preprocessor_config.json"));
        var transform = PictureTransform.Parse("preprocessor_config.json", config);
        var tensor = new float[3 * transform.Height * transform.Width];
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            PictureTensor.Fill(bytes, transform, new PictureLimits(), tensor);

            Assert.True(float.IsFinite(TensorPrimitives.MaxMagnitude(tensor)));
            var similarity = TensorPrimitives.CosineSimilarity(tensor, WithSkia(bytes, transform));
            Assert.True(similarity > 0.97, $"{Path.GetFileName(file)}: own and Skia's resize agree only to {similarity}.");
            var thumbnail = PictureThumbnail.CreateJpeg(bytes, 256);
            Assert.InRange(PerceptualHash.Distance(PerceptualHash.Compute(bytes), PerceptualHash.Compute(thumbnail)), 0, PerceptualHash.NearDuplicateDistance);
        }
    }

    /// <summary>The same preprocessing by other means: Skia's own resize.</summary>
    private static float[] WithSkia(byte[] bytes, PictureTransform transform)
    {
        using var original = SKBitmap.Decode(bytes);
        var grid = transform.Resize!.For(original.Width, original.Height);
        using var resized = original.Resize(new SKImageInfo(grid.Width, grid.Height, SKColorType.Rgba8888), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        var tensor = new float[3 * transform.Height * transform.Width];
        for (var y = 0; y < transform.Height; y++)
        {
            for (var x = 0; x < transform.Width; x++)
            {
                var pixel = resized.GetPixel(x + ((grid.Width - transform.Width) / 2), y + ((grid.Height - transform.Height) / 2));
                var at = (y * transform.Width) + x;
                byte[] channels = [pixel.Red, pixel.Green, pixel.Blue];
                for (var c = 0; c < 3; c++)
                {
                    tensor[(c * transform.Width * transform.Height) + at] = (channels[c] * transform.Scale[c]) + transform.Offset[c];
                }
            }
        }

        return tensor;
    }
}
