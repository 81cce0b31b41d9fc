using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Batches of views of pictures, each with some of its captions' pooled values, and what a teacher says of that view; pictures without captions may follow them.</summary>
internal sealed class PictureBatches : IBatchSource
{
    private readonly TaughtPictures _pictures;
    private readonly TaughtPictures? _others;
    private readonly Matrix _captions;
    private readonly int[] _firstCaption;
    private readonly PictureBatchOptions _options;
    private readonly EpochOrder _order;
    private readonly EpochOrder? _otherOrder;
    private readonly float[] _pixels;
    private readonly float[] _words;
    private readonly float[] _targets;
    private readonly Dictionary<string, OrtValue> _values;

    /// <summary>Prepares batches.</summary>
    /// <param name="pictures">The pictures with captions.</param>
    /// <param name="captions">Pooled values of captions, picture after picture.</param>
    /// <param name="captionCounts">Captions of each picture.</param>
    /// <param name="options">Sizes and chances.</param>
    /// <param name="others">Pictures without captions, of which each batch takes <see cref="PictureBatchOptions.Others"/>.</param>
    public PictureBatches(TaughtPictures pictures, Matrix captions, IEnumerable<int> captionCounts, PictureBatchOptions options, TaughtPictures? others = null)
    {
        _pictures = pictures;
        _others = others;
        _captions = captions;
        _options = options;
        var first = 0;
        _firstCaption = [0, .. captionCounts.Select(count => first += count)];
        var (count, views, teacher) = (pictures.Pictures.Count, pictures.Views.Length, pictures.Teacher);
        if (_firstCaption.Length != count + 1 || first != captions.Rows || views % count != 0 || teacher.Rows != views)
        {
            throw new ArgumentException($"{count} pictures need captions for each and views in equal number; there are {_firstCaption.Length - 1} counts for {captions.Rows} captions, {views} views and {teacher.Rows} rows of the teacher.", nameof(captions));
        }

        var all = options.Pictures + options.Others;
        _order = new EpochOrder(count, options.Pictures, options.Seed);
        _otherOrder = others is null ? null : new EpochOrder(others.Pictures.Count, options.Others, options.Seed);
        _pixels = new float[all * Plane];
        _words = new float[options.Pictures * options.Captions * captions.Columns];
        _targets = new float[all * teacher.Columns];
        _values = new Dictionary<string, OrtValue>(StringComparer.Ordinal)
        {
            [PictureGraph.Pixels] = GraphRunner.Tensor(_pixels, all, 3, options.ImageSize, options.ImageSize),
            [PictureGraph.Words] = GraphRunner.Tensor(_words, options.Pictures * options.Captions, captions.Columns),
            [PictureGraph.Teacher] = GraphRunner.Tensor(_targets, all, teacher.Columns),
        };
    }

    private int Plane => 3 * _options.ImageSize * _options.ImageSize;

    public IReadOnlyDictionary<string, OrtValue> Get(long step)
    {
        var random = new Random(unchecked((_options.Seed * 31) + (int)step));
        var items = _order.At(step);
        for (var i = 0; i < items.Length; i++)
        {
            Show(_pictures, items[i], i, random);
            var (start, end) = (_firstCaption[items[i]], _firstCaption[items[i] + 1]);
            var first = random.Next(end - start);
            for (var c = 0; c < _options.Captions; c++)
            {
                _captions.Row(start + ((first + c) % (end - start))).CopyTo(_words.AsSpan(((i * _options.Captions) + c) * _captions.Columns));
            }
        }

        var others = _otherOrder is null ? [] : _otherOrder.At(step);
        for (var i = 0; i < others.Length; i++)
        {
            Show(_others!, others[i], items.Length + i, random);
        }

        Blend(_options.Blend, random);
        return _values;
    }

    private void Show(TaughtPictures pictures, int picture, int place, Random random) => pictures.Write(
        picture, _options.Augmentation, _options.ImageSize, random, _pixels.AsSpan(place * Plane, Plane), _targets.AsSpan(place * pictures.Teacher.Columns));

    // The next picture of the batch is laid over half of the pictures, and over what the teacher says of them: too many
    // mixtures to be learned by heart. The captions stay those of the picture that shows more.
    private void Blend(float largest, Random random)
    {
        var shares = Enumerable.Range(0, _options.Pictures + _options.Others).Select(_ => random.Next(2) * largest * random.NextSingle()).ToArray();
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
