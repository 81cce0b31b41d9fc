using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Encoders;

namespace Reminisce.Training.Healing;

/// <summary>The first window reads content, prepared as the product prepares it.</summary>
internal sealed class ContentInput(TowerRuntime tower, IReadOnlyList<AIContent> items, IReadOnlyList<int> itemShape) : IWindowInput
{
    private PreparedWave? _wave;
    private OrtValue? _value;

    public OrtValue Get(IReadOnlyList<int> chosen)
    {
        Dispose();
        _wave = tower.FrontEnd.Prepare(items, chosen, CancellationToken.None);
        if (_wave.Failures.Count > 0)
        {
            throw _wave.Failures[0].Value;
        }

        return _value = _wave.CreateInput(0, chosen.Count, tower.Description.MaxTokens);
    }

    /// <summary>The same as <see cref="Get"/>, for a reader that disposes what it was given.</summary>
    public OrtValue Take(IReadOnlyList<int> chosen)
    {
        var value = Get(chosen);
        _value = null;
        return value;
    }

    public long[] InputShape(int count) => [count, .. itemShape.Select(s => (long)s)];

    public long[] StateShape(int count) => [count, tower.Description.MaxTokens, tower.Description.Width];

    public void Dispose()
    {
        _value?.Dispose();
        _wave?.Dispose();
        _value = null;
        _wave = null;
    }
}
