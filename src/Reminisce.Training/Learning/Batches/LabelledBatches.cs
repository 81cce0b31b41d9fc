using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Batches of random views of pictures with their classes; a tenth of the certainty is spread over all classes.</summary>
internal sealed class LabelledBatches : IBatchSource
{
    private const float Smoothing = 0.1f;

    private readonly PictureSet _pictures;
    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int _size;
    private readonly Augmentation _augmentation;
    private readonly int _seed;
    private readonly EpochOrder _order;
    private readonly float[] _pixels;
    private readonly float[] _targets;
    private readonly Dictionary<string, OrtValue> _values;

    /// <summary>Prepares batches.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="labels">Their classes, from 0.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="batch">Pictures of a batch.</param>
    /// <param name="size">Edge of a view in pixels.</param>
    /// <param name="augmentation">How a view differs from its picture.</param>
    /// <param name="seed">Seed of order and views.</param>
    public LabelledBatches(PictureSet pictures, int[] labels, int classes, int batch, int size, Augmentation augmentation, int seed)
    {
        _pictures = pictures;
        _labels = labels;
        _classes = classes;
        _size = size;
        _augmentation = augmentation;
        _seed = seed;
        _order = new EpochOrder(pictures.Count, batch, seed);
        _pixels = new float[batch * 3 * size * size];
        _targets = new float[batch * classes];
        _values = new Dictionary<string, OrtValue>(StringComparer.Ordinal)
        {
            [ClassifierGraph.Pixels] = GraphRunner.Tensor(_pixels, batch, 3, size, size),
            [ClassifierGraph.Classes] = GraphRunner.Tensor(_targets, batch, classes),
        };
    }

    public int BatchesPerEpoch => _order.BatchesPerEpoch;

    public IReadOnlyDictionary<string, OrtValue> Get(long step)
    {
        var random = new Random(unchecked((_seed * 31) + (int)step));
        var items = _order.At(step);
        var plane = 3 * _size * _size;
        _targets.AsSpan().Fill(Smoothing / _classes);
        for (var i = 0; i < items.Length; i++)
        {
            _augmentation.Write(_pictures, items[i], _size, random, _pixels.AsSpan(i * plane, plane));
            _targets[(i * _classes) + _labels[items[i]]] += 1 - Smoothing;
        }

        return _values;
    }

    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            value.Dispose();
        }
    }
}
