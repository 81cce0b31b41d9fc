using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Encoders;
using Reminisce.Training.Data;

namespace Reminisce.Training.Healing;

/// <summary>The first window reads content, prepared as the product prepares it; of pictures it can see another view in every step.</summary>
/// <param name="tower">Prepares.</param>
/// <param name="items">The content.</param>
/// <param name="itemShape">Shape of an item's input.</param>
/// <param name="seed">Seed of the views.</param>
/// <param name="smallestShare">Least share of a picture that a view shows; 1 for whole pictures as they are.</param>
internal sealed class ContentInput(TowerRuntime tower, IReadOnlyList<AIContent> items, IReadOnlyList<int> itemShape, int seed = 0, float smallestShare = 1) : IWindowInput
{
    private PreparedWave? _wave;

    public OrtValue Get(IReadOnlyList<int> chosen, long step)
    {
        Dispose();
        if (smallestShare < 1)
        {
            var random = new Random(unchecked((seed * 31) + (int)step));
            AIContent[] views = [.. chosen.Select(i => PictureViews.Draw((DataContent)items[i], smallestShare, random))];
            _wave = tower.FrontEnd.Prepare(views, [.. Enumerable.Range(0, views.Length)], CancellationToken.None);
        }
        else
        {
            _wave = tower.FrontEnd.Prepare(items, chosen, CancellationToken.None);
        }

        if (_wave.Failures.Count > 0)
        {
            throw _wave.Failures[0].Value;
        }

        return _wave.InputOf(0, chosen.Count, tower.Description.MaxTokens);
    }

    /// <summary>The same as <see cref="Get"/>, copied out.</summary>
    public float[] Read(IReadOnlyList<int> chosen) => Get(chosen, 0).GetTensorDataAsSpan<float>().ToArray();

    public long[] InputShape(int count) => [count, .. itemShape.Select(s => (long)s)];

    public long[] StateShape(int count) => [count, tower.Description.MaxTokens, tower.Description.Width];

    public void Dispose()
    {
        _wave?.Dispose();
        _wave = null;
    }
}
