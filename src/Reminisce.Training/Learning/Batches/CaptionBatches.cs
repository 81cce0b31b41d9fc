using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Batches of random views of pictures, each with some of its captions, and what a teacher says of it.</summary>
internal sealed class CaptionBatches : IBatchSource
{
    private readonly PictureSet _pictures;
    private readonly CaptionTokens _captions;
    private readonly CaptionBatchOptions _options;
    private readonly float[]? _teacher;
    private readonly EpochOrder _order;
    private readonly float[] _pixels;
    private readonly long[] _ids;
    private readonly long[] _mask;
    private readonly float[] _features;
    private readonly Dictionary<string, OrtValue> _values;

    /// <summary>Prepares batches.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="captions">Their captions, in the same order.</param>
    /// <param name="teacher">Features of each picture, one after another, or null.</param>
    /// <param name="options">Sizes and chances.</param>
    public CaptionBatches(PictureSet pictures, CaptionTokens captions, float[]? teacher, CaptionBatchOptions options)
    {
        if (pictures.Count != captions.Count)
        {
            throw new ArgumentException($"There are {pictures.Count} pictures but captions for {captions.Count}; give captions for every picture.", nameof(captions));
        }

        _pictures = pictures;
        _captions = captions;
        _teacher = teacher;
        _options = options;
        _order = new EpochOrder(pictures.Count, options.Pictures, options.Seed);
        var texts = options.Pictures * options.Captions;
        _pixels = new float[options.Pictures * 3 * options.ImageSize * options.ImageSize];
        _ids = new long[texts * captions.Length];
        _mask = new long[texts * captions.Length];
        _features = new float[teacher is null ? 0 : teacher.Length / pictures.Count * options.Pictures];
        _values = new Dictionary<string, OrtValue>(StringComparer.Ordinal)
        {
            [ContrastiveGraph.Pixels] = GraphRunner.Tensor(_pixels, options.Pictures, 3, options.ImageSize, options.ImageSize),
            [ContrastiveGraph.Ids] = GraphRunner.Tensor(_ids, texts, captions.Length),
            [ContrastiveGraph.Mask] = GraphRunner.Tensor(_mask, texts, captions.Length),
        };
        if (teacher is not null)
        {
            _values[ContrastiveGraph.Teacher] = GraphRunner.Tensor(_features, options.Pictures, _features.Length / options.Pictures);
        }
    }

    public int BatchesPerEpoch => _order.BatchesPerEpoch;

    public IReadOnlyDictionary<string, OrtValue> Get(long step)
    {
        var random = new Random(unchecked((_options.Seed * 31) + (int)step));
        var items = _order.At(step);
        var plane = 3 * _options.ImageSize * _options.ImageSize;
        for (var i = 0; i < items.Length; i++)
        {
            _options.Augmentation.Write(_pictures, items[i], _options.ImageSize, random, _pixels.AsSpan(i * plane, plane));
            WriteCaptions(items[i], i, random);
            if (_teacher is not null)
            {
                var width = _features.Length / items.Length;
                _teacher.AsSpan(items[i] * width, width).CopyTo(_features.AsSpan(i * width));
            }
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

    private void WriteCaptions(int picture, int place, Random random)
    {
        var available = _captions.CaptionsOf(picture);
        var first = random.Next(available);
        for (var c = 0; c < _options.Captions; c++)
        {
            var row = ((place * _options.Captions) + c) * _captions.Length;
            var ids = _ids.AsSpan(row, _captions.Length);
            var mask = _mask.AsSpan(row, _captions.Length);
            _captions.Write(picture, (first + c) % available, ids, mask);
            for (var t = 1; t < ids.Length - 1 && mask[t + 1] != 0; t++)
            {
                ids[t] = random.NextSingle() < _options.WordLoss ? _captions.Unknown : ids[t];
            }
        }
    }
}
