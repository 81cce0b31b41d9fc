using System.Numerics.Tensors;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Random crops, mirror images and small changes of brightness and contrast.</summary>
/// <param name="SmallestShare">Least share of the picture's area that a crop keeps.</param>
/// <param name="Brightness">Largest change of brightness, where the whole range is 2.</param>
/// <param name="Contrast">Largest relative change of contrast.</param>
internal sealed record Augmentation(float SmallestShare, float Brightness, float Contrast)
{
    /// <summary>Draws a crop of a square picture.</summary>
    public PictureView Crop(int size, Random random)
    {
        var share = SmallestShare + ((1 - SmallestShare) * random.NextSingle());
        var stretch = MathF.Exp((random.NextSingle() - 0.5f) * 0.4f);
        var width = Math.Min(1, MathF.Sqrt(share * stretch)) * size;
        var height = Math.Min(1, MathF.Sqrt(share / stretch)) * size;
        return new PictureView(random.NextSingle() * (size - width), random.NextSingle() * (size - height), width, height);
    }

    /// <summary>Writes a random view of a picture.</summary>
    public void Write(PictureSet pictures, int index, int edge, Random random, Span<float> target) =>
        Write(pictures, index, Crop(pictures.Size, random), edge, random, target);

    /// <summary>Writes a given view of a picture, mirrored or not and in changed colours at random.</summary>
    public void Write(PictureSet pictures, int index, PictureView view, int edge, Random random, Span<float> target)
    {
        pictures.Crop(index, view, random.Next(2) == 0, edge, target);
        var gain = 1 + (Contrast * ((2 * random.NextSingle()) - 1));
        var shift = Brightness * ((2 * random.NextSingle()) - 1);
        TensorPrimitives.Multiply(target, gain, target);
        TensorPrimitives.Add(target, shift, target);
    }
}
