using Reminisce.Training.Learning.Layers;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes the map from a teacher's features of a picture into the space shared with texts: linear, and a small network beside it.</summary>
internal static class TeacherHead
{
    private const string Name = "teacher/head";
    private const int Hidden = 256;

    /// <summary>Writes the head.</summary>
    /// <param name="layers">The graph.</param>
    /// <param name="features">Features <c>[B, F]</c>.</param>
    /// <param name="width">F.</param>
    /// <param name="dimensions">Length of an embedding.</param>
    /// <returns>Embeddings of length 1, <c>[B, D]</c>.</returns>
    public static string Write(LayerWriter layers, string features, int width, int dimensions)
    {
        var write = layers.Write;
        var hidden = write.Node("Gelu", [layers.Linear(features, Name + "/in", width, Hidden, 1 / MathF.Sqrt(width))]);
        var curved = layers.Linear(hidden, Name + "/out", Hidden, dimensions, 0.2f / MathF.Sqrt(Hidden), offset: false);
        var straight = layers.Linear(features, Name + "/straight", width, dimensions, 1 / MathF.Sqrt(width), offset: false);
        return EmbeddingHead.Normalize(write, write.Add(straight, curved));
    }
}
