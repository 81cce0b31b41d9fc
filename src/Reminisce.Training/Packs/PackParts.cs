using System.Globalization;

namespace Reminisce.Training.Packs;

/// <summary>What the packs of every builder have in common: names of graph files and the preparation of pictures.</summary>
internal static class PackParts
{
    /// <summary>Names the file of a graph of a tower: <c>image/head_04.onnx</c>.</summary>
    public static string FileName(string tower, string kind, int layer) => string.Create(CultureInfo.InvariantCulture, $"{tower}/{kind}_{layer:00}.onnx");

    /// <summary>Writes the preprocessor configuration of square pictures; <paramref name="resample"/> is the filter by its Hugging Face number.</summary>
    public static string Preprocessor(int size, int resample) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "do_resize": true,
          "size": { "height": {{size}}, "width": {{size}} },
          "resample": {{resample}},
          "do_center_crop": false,
          "do_rescale": true,
          "rescale_factor": 0.00392156862745098,
          "do_normalize": true,
          "image_mean": [0.5, 0.5, 0.5],
          "image_std": [0.5, 0.5, 0.5]
        }

        """);
}
