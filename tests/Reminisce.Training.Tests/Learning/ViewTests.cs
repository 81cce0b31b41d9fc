using Reminisce.Training.Learning.Batches;

namespace Reminisce.Training.Tests.Learning;

public sealed class ViewTests
{
    private static readonly Augmentation s_crops = new(0.35f, 0.2f, 0.2f);

    [Fact]
    public void DrawAll_OfSeveralPictures_BeginsWithTheWholeOfEach()
    {
        var views = PictureView.DrawAll(5, 3, 100, s_crops, 4);

        Assert.Equal(15, views.Length);
        Assert.All(Enumerable.Range(0, 5), picture => Assert.Equal(new PictureView(0, 0, 100, 100), views[picture * 3]));
        Assert.All(Enumerable.Range(0, 5), picture => Assert.NotEqual(views[(picture * 3) + 1], views[(picture * 3) + 2]));
    }

    [Fact]
    public void DrawAll_SameSeed_DrawsTheSameViews()
    {
        Assert.Equal(PictureView.DrawAll(20, 3, 100, s_crops, 4), PictureView.DrawAll(20, 3, 100, s_crops, 4));
        Assert.NotEqual(PictureView.DrawAll(20, 3, 100, s_crops, 4), PictureView.DrawAll(20, 3, 100, s_crops, 5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Crop_AnySeed_LiesInThePictureAndKeepsItsShare(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var view = s_crops.Crop(144, random);

            Assert.InRange(view.Left, 0, 144 - view.Width + 1e-3f);
            Assert.InRange(view.Top, 0, 144 - view.Height + 1e-3f);

            // A crop that would be wider than the picture is cut, so a stretched one may keep a little less.
            Assert.InRange(view.Width * view.Height / (144f * 144f), 0.35f * MathF.Exp(-0.2f), 1.001f);
        }
    }
}
