using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Reminisce.Encoders.Tests;

/// <summary>Runs the uncut graph of a tower on one item alone: no stages, no batches, no padding.</summary>
internal static class Oracle
{
    public static float[] Text(TestPack pack, string text, int layers, string head)
    {
        var tower = pack.Manifest.Towers.First(t => t.Name == "text");
        var ids = new WordPieceTokenizer(tower.Tokenizer!, tower.MaxTokens, File.ReadAllBytes(Path.Combine(pack.Folder, "text/vocab.txt"))).Encode(text, out _);
        var tokens = new DenseTensor<long>(Array.ConvertAll(ids, i => (long)i), [1, ids.Length]);
        var mask = new DenseTensor<long>(ids.Select(_ => 1L).ToArray(), [1, ids.Length]);
        return Run(pack.Text.Uncut(layers, head), NamedOnnxValue.CreateFromTensor("input_ids", tokens), NamedOnnxValue.CreateFromTensor("attention_mask", mask));
    }

    public static float[] Picture(TestPack pack, byte[] picture, int layers, string head)
    {
        var transform = PictureTransform.Parse("p", File.ReadAllBytes(Path.Combine(pack.Folder, "image/preprocessor_config.json")));
        var pixels = new float[3 * transform.Height * transform.Width];
        PictureTensor.Fill(picture, transform, new PictureLimits(), pixels);
        return Run(pack.Image.Uncut(layers, head), NamedOnnxValue.CreateFromTensor("pixel_values", new DenseTensor<float>(pixels, [1, 3, transform.Height, transform.Width])));
    }

    public static float[] Tensor(TestTransformer tower, string input, float[] values, int[] shape, int layers, string head) =>
        Run(tower.Uncut(layers, head), NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(values, [1, .. shape])));

    private static float[] Run(byte[] model, params NamedOnnxValue[] inputs)
    {
        using var session = new InferenceSession(model);
        using var outputs = session.Run(inputs);
        return [.. outputs[0].AsEnumerable<float>()];
    }
}
