using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Batches of views of pictures, each with some of its captions' pooled values, and what a teacher says of that view.</summary>
internal sealed class PictureBatches : IBatchSource
{
    private readonly PictureSet _pictures;
    private readonly PictureView[] _views;
    private readonly Matrix _teacher;
    private readonly Matrix _captions;
    private readonly int[] _firstCaption;
    private readonly PictureBatchOptions _options;
    private readonly EpochOrder _order;
    private readonly float[] _pixels;
    private readonly float[] _words;
    private readonly float[] _targets;
    private readonly Dictionary<string, OrtValue> _values;

    /// <summary>Prepares batches.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="views">The same number of views of each picture.</param>
    /// <param name="teacher">One row for each view.</param>
    /// <param name="captions">Pooled values of captions, picture after picture.</param>
    /// <param name="captionCounts">Captions of each picture.</param>
    /// <param name="options">Sizes and chances.</param>
    public PictureBatches(PictureSet pictures, PictureView[] views, Matrix teacher, Matrix captions, IEnumerable<int> captionCounts, PictureBatchOptions options)
    {
        _pictures = pictures;
        _views = views;
        _teacher = teacher;
        _captions = captions;
        _options = options;
        var first = 0;
        _firstCaption = [0, .. captionCounts.Select(count => first += count)];
        if (_firstCaption.Length != pictures.Count + 1 || first != captions.Rows || views.Length % pictures.Count != 0 || teacher.Rows != views.Length)
        {
            throw new ArgumentException($"{pictures.Count} pictures need captions for each and views in equal number; there are {_firstCaption.Length - 1} counts for {captions.Rows} captions, {views.Length} views and {teacher.Rows} rows of the teacher.", nameof(captions));
        }

        _order = new EpochOrder(pictures.Count, options.Pictures, options.Seed);
        _pixels = new float[options.Pictures * 3 * options.ImageSize * options.ImageSize];
        _words = new float[options.Pictures * options.Captions * captions.Columns];
        _targets = new float[options.Pictures * teacher.Columns];
        _values = new Dictionary<string, OrtValue>(StringComparer.Ordinal)
        {
            [PictureGraph.Pixels] = GraphRunner.Tensor(_pixels, options.Pictures, 3, options.ImageSize, options.ImageSize),
            [PictureGraph.Words] = GraphRunner.Tensor(_words, options.Pictures * options.Captions, captions.Columns),
            [PictureGraph.Teacher] = GraphRunner.Tensor(_targets, options.Pictures, teacher.Columns),
        };
    }

    public IReadOnlyDictionary<string, OrtValue> Get(long step)
    {
        var random = new Random(unchecked((_options.Seed * 31) + (int)step));
        var items = _order.At(step);
        var plane = 3 * _options.ImageSize * _options.ImageSize;
        var each = _views.Length / _pictures.Count;
        for (var i = 0; i < items.Length; i++)
        {
            var view = (items[i] * each) + random.Next(each);
            _options.Augmentation.Write(_pictures, items[i], _views[view], _options.ImageSize, random, _pixels.AsSpan(i * plane, plane));
            _teacher.Row(view).CopyTo(_targets.AsSpan(i * _teacher.Columns));
            var (start, end) = (_firstCaption[items[i]], _firstCaption[items[i] + 1]);
            var first = random.Next(end - start);
            for (var c = 0; c < _options.Captions; c++)
            {
                _captions.Row(start + ((first + c) % (end - start))).CopyTo(_words.AsSpan(((i * _options.Captions) + c) * _captions.Columns));
            }
        }

        Blend(_options.Blend, random);
        return _values;
    }

    // The next picture of the batch is laid over half of the pictures, and over what the teacher says of them: too many
    // mixtures to be learned by heart. The captions stay those of the picture that shows more.
    private void Blend(float largest, Random random)
    {
        var shares = Enumerable.Range(0, _options.Pictures).Select(_ => random.Next(2) * largest * random.NextSingle()).ToArray();
        if (largest > 0)
        {
            Blend(_pixels, shares);
            Blend(_targets, shares);
        }
    }

    private static void Blend(Span<float> rows, float[] shares)
    {
        var width = rows.Length / shares.Length;
        var first = rows[..width].ToArray();
        for (var i = 0; i < shares.Length; i++)
        {
            var row = rows.Slice(i * width, width);
            TensorPrimitives.Lerp(row, i + 1 < shares.Length ? rows.Slice((i + 1) * width, width) : first, shares[i], row);
        }
    }

    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            value.Dispose();
        }
    }
}
