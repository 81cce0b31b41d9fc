using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Encoders;

namespace Reminisce.Training.Healing;

/// <summary>The first window reads content, prepared as the product prepares it.</summary>
internal sealed class ContentInput(TowerRuntime tower, IReadOnlyList<AIContent> items, IReadOnlyList<int> itemShape) : IWindowInput
{
    private PreparedWave? _wave;

    public OrtValue Get(IReadOnlyList<int> chosen)
    {
        Dispose();
        _wave = tower.FrontEnd.Prepare(items, chosen, CancellationToken.None);
        if (_wave.Failures.Count > 0)
        {
            throw _wave.Failures[0].Value;
        }

        return _wave.InputOf(0, chosen.Count, tower.Description.MaxTokens);
    }

    /// <summary>The same as <see cref="Get"/>, copied out.</summary>
    public float[] Read(IReadOnlyList<int> chosen) => Get(chosen).GetTensorDataAsSpan<float>().ToArray();

    public long[] InputShape(int count) => [count, .. itemShape.Select(s => (long)s)];

    public long[] StateShape(int count) => [count, tower.Description.MaxTokens, tower.Description.Width];

    public void Dispose()
    {
        _wave?.Dispose();
        _wave = null;
    }
}
