using System.Text;

namespace Reminisce.Encoders.Tests;

public sealed class PictureTransformTests
{
    [Theory]
    [InlineData("""{"size":{"height":20,"width":30},"image_mean":[0,0,0],"image_std":[1,1,1]}""", 30, 20)]
    [InlineData("""{"size":{"shortest_edge":40},"do_center_crop":true,"crop_size":{"height":24,"width":32},"image_mean":[0,0,0],"image_std":[1,1,1]}""", 32, 24)]
    [InlineData("""{"size":40,"do_center_crop":true,"crop_size":32,"do_normalize":false}""", 32, 32)]
    [InlineData("""{"do_resize":false,"do_center_crop":true,"crop_size":8,"do_normalize":false,"do_rescale":false}""", 8, 8)]
    public void Parse_KnownForms_GivesTensorSize(string json, int width, int height)
    {
        var transform = PictureTransform.Parse("p.json", Encoding.UTF8.GetBytes(json));

        Assert.Equal((width, height), (transform.Width, transform.Height));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"size":{"shortest_edge":40},"do_normalize":false}""")]
    [InlineData("""{"size":{"height":20},"do_normalize":false}""")]
    [InlineData("""{"size":{"height":0,"width":30},"do_normalize":false}""")]
    [InlineData("""{"size":{"height":5000,"width":30},"do_normalize":false}""")]
    [InlineData("""{"size":"big","do_normalize":false}""")]
    [InlineData("""{"size":{"height":20,"width":30}}""")]
    [InlineData("""{"size":{"height":20,"width":30},"image_mean":[0,0],"image_std":[1,1,1]}""")]
    [InlineData("""{"size":{"height":20,"width":30},"image_mean":[0,0,0],"image_std":[1,0,1]}""")]
    [InlineData("""{"size":{"height":20,"width":30},"image_mean":7,"image_std":[1,0,1]}""")]
    [InlineData("""{"size":{"height":20,"width":30},"do_normalize":false,"resample":9}""")]
    [InlineData("""{"size":{"height":20,"width":30},"do_normalize":false,"rescale_factor":0}""")]
    [InlineData("""{"size":{"height":20,"width":30},"do_normalize":"no"}""")]
    public void Parse_Unusable_IsRefusedNamingTheFile(string json) =>
        Assert.Equal("p.json", Assert.Throws<ModelPackException>(() => PictureTransform.Parse("p.json", Encoding.UTF8.GetBytes(json))).File);

    [Theory]
    [InlineData(400, 300, 53, 40)]
    [InlineData(300, 400, 40, 53)]
    [InlineData(40, 40, 40, 40)]
    [InlineData(1, 60000, 40, 2_400_000)]
    public void Size_ShortestEdge_KeepsProportions(int width, int height, int expectedWidth, int expectedHeight)
    {
        var transform = PictureTransform.Parse("p.json", """{"size":{"shortest_edge":40},"do_center_crop":true,"crop_size":32,"do_normalize":false}"""u8.ToArray());

        Assert.Equal((expectedWidth, expectedHeight), transform.Resize!.For(width, height));
    }
}
