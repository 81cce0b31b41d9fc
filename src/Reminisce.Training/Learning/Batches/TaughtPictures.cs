using Reminisce.Training.Algebra;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Pictures, the same number of views of each, and what a teacher says of every view.</summary>
/// <param name="Pictures">The pictures.</param>
/// <param name="Views">View v of picture p is at <c>p * views + v</c>.</param>
/// <param name="Teacher">One row for each view.</param>
internal sealed record TaughtPictures(PictureSet Pictures, PictureView[] Views, Matrix Teacher)
{
    /// <summary>Writes a random one of a picture's views, and what the teacher says of it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="augmentation">How the pixels of a view differ from it.</param>
    /// <param name="edge">Edge of the result in pixels.</param>
    /// <param name="random">Draws the view and its changes.</param>
    /// <param name="pixels">Receives the planes.</param>
    /// <param name="said">Receives the teacher's row.</param>
    public void Write(int picture, Augmentation augmentation, int edge, Random random, Span<float> pixels, Span<float> said)
    {
        var each = Views.Length / Pictures.Count;
        var view = (picture * each) + random.Next(each);
        augmentation.Write(Pictures, picture, Views[view], edge, random, pixels);
        Teacher.Row(view).CopyTo(said);
    }
}
