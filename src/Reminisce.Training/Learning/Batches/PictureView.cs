namespace Reminisce.Training.Learning.Batches;

/// <summary>A rectangle of a picture, in pixels.</summary>
internal readonly record struct PictureView(float Left, float Top, float Width, float Height)
{
    /// <summary>The whole of a square picture.</summary>
    public static PictureView Whole(int size) => new(0, 0, size, size);

    /// <summary>Draws the views of all pictures, the same ones for one seed: the whole first, then random crops.</summary>
    /// <param name="pictures">Number of pictures.</param>
    /// <param name="views">Views of each picture.</param>
    /// <param name="size">Edge of the pictures in pixels.</param>
    /// <param name="crop">How crops are drawn.</param>
    /// <param name="seed">Seed of the crops.</param>
    /// <returns>View v of picture p at <c>p * views + v</c>.</returns>
    public static PictureView[] DrawAll(int pictures, int views, int size, Augmentation crop, int seed)
    {
        var random = new Random(seed);
        var drawn = new PictureView[pictures * views];
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = i % views == 0 ? Whole(size) : crop.Crop(size, random);
        }

        return drawn;
    }
}
