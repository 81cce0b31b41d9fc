using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Batches of what a teacher sees in pictures with two captions each, and of pairs of texts that mean the same.</summary>
internal sealed class TextBatches : IBatchSource
{
    private readonly CaptionTokens _captions;
    private readonly CaptionTokens _pairs;
    private readonly Matrix _teacher;
    private readonly TextBatchOptions _options;
    private readonly EpochOrder _pictureOrder;
    private readonly EpochOrder _pairOrder;
    private readonly long[] _ids;
    private readonly long[] _mask;
    private readonly float[] _features;
    private readonly Dictionary<string, OrtValue> _values;

    /// <summary>Prepares batches.</summary>
    /// <param name="captions">Captions of each picture, at least two.</param>
    /// <param name="teacher">Features of views, as many for each picture as for any other.</param>
    /// <param name="pairs">Two texts each.</param>
    /// <param name="options">Sizes and chances.</param>
    public TextBatches(CaptionTokens captions, Matrix teacher, CaptionTokens pairs, TextBatchOptions options)
    {
        _captions = captions;
        _pairs = pairs;
        _teacher = teacher;
        _options = options;
        _pictureOrder = new EpochOrder(captions.Count, options.Pictures, options.Seed);
        _pairOrder = new EpochOrder(pairs.Count, options.Pairs, options.Seed + 1);
        var texts = 2 * (options.Pictures + options.Pairs);
        _ids = new long[texts * captions.Length];
        _mask = new long[texts * captions.Length];
        _features = new float[options.Pictures * teacher.Columns];
        _values = new Dictionary<string, OrtValue>(StringComparer.Ordinal)
        {
            [TextGraph.Ids] = GraphRunner.Tensor(_ids, texts, captions.Length),
            [TextGraph.Mask] = GraphRunner.Tensor(_mask, texts, captions.Length),
            [TextGraph.Teacher] = GraphRunner.Tensor(_features, options.Pictures, teacher.Columns),
        };
    }

    public IReadOnlyDictionary<string, OrtValue> Get(long step)
    {
        var random = new Random(unchecked((_options.Seed * 37) + (int)step));
        var views = _teacher.Rows / _captions.Count;
        var row = 0;
        foreach (var picture in _pictureOrder.At(step))
        {
            _teacher.Row((picture * views) + random.Next(views)).CopyTo(_features.AsSpan(row / 2 * _teacher.Columns));
            var available = _captions.CaptionsOf(picture);
            var first = random.Next(available);
            Write(_captions, picture, first, row++, _options.CaptionWordLoss, random);
            Write(_captions, picture, (first + 1 + random.Next(Math.Max(1, available - 1))) % available, row++, _options.CaptionWordLoss, random);
        }

        foreach (var pair in _pairOrder.At(step))
        {
            var turned = random.Next(2);
            Write(_pairs, pair, turned, row++, _options.PairWordLoss, random);
            Write(_pairs, pair, 1 - turned, row++, _options.PairWordLoss, random);
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

    private void Write(CaptionTokens texts, int group, int text, int row, float loss, Random random)
    {
        var ids = _ids.AsSpan(row * texts.Length, texts.Length);
        var mask = _mask.AsSpan(row * texts.Length, texts.Length);
        texts.Write(group, text, ids, mask);
        for (var t = 1; t < ids.Length - 1 && mask[t + 1] != 0; t++)
        {
            ids[t] = random.NextSingle() < loss ? texts.Unknown : ids[t];
        }
    }
}
