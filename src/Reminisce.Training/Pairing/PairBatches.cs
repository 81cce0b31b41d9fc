using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Pairing;

/// <summary>Batches of items as features of every exit, each with some of its captions; noise and lost words keep few items from being learned by heart.</summary>
internal sealed class PairBatches : IBatchSource
{
    private readonly IReadOnlyList<Matrix> _items;
    private readonly CaptionTokens _captions;
    private readonly PairingSettings _settings;
    private readonly EpochOrder _order;
    private readonly float[][] _features;
    private readonly long[] _ids;
    private readonly long[] _mask;
    private readonly Dictionary<string, OrtValue> _values = new(StringComparer.Ordinal);

    /// <summary>Prepares batches.</summary>
    /// <param name="items">Standardised features, one matrix per exit, one row per item.</param>
    /// <param name="captions">The captions of each item.</param>
    /// <param name="settings">Sizes and chances.</param>
    public PairBatches(IReadOnlyList<Matrix> items, CaptionTokens captions, PairingSettings settings)
    {
        _items = items;
        _captions = captions;
        _settings = settings;
        _order = new EpochOrder(captions.Count, settings.Batch, settings.Seed);
        _features = [.. items.Select(m => new float[settings.Batch * m.Columns])];
        var texts = settings.Batch * settings.Captions;
        _ids = new long[texts * captions.Length];
        _mask = new long[texts * captions.Length];
        for (var exit = 0; exit < items.Count; exit++)
        {
            _values[PairGraph.Item(exit)] = GraphRunner.Tensor(_features[exit], settings.Batch, items[exit].Columns);
        }

        _values[PairGraph.Ids] = GraphRunner.Tensor(_ids, texts, captions.Length);
        _values[PairGraph.Mask] = GraphRunner.Tensor(_mask, texts, captions.Length);
    }

    public int BatchesPerEpoch => _order.BatchesPerEpoch;

    public IReadOnlyDictionary<string, OrtValue> Get(long step)
    {
        var random = new Random(unchecked((_settings.Seed * 31) + (int)step));
        var items = _order.At(step);
        for (var i = 0; i < items.Length; i++)
        {
            for (var exit = 0; exit < _items.Count; exit++)
            {
                WriteItem(_items[exit].Row(items[i]), _features[exit].AsSpan(i * _items[exit].Columns), random);
            }

            var available = _captions.CaptionsOf(items[i]);
            var first = random.Next(available);
            for (var c = 0; c < _settings.Captions; c++)
            {
                WriteCaption(items[i], (first + c) % available, ((i * _settings.Captions) + c) * _captions.Length, random);
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

    private void WriteItem(ReadOnlySpan<float> features, Span<float> target, Random random)
    {
        for (var j = 0; j < features.Length; j++)
        {
            // Four uniform numbers make a bell that is near enough to the normal one, at a fraction of its cost.
            var bell = random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2;
            target[j] = features[j] + (_settings.Noise * 1.7320508f * bell);
        }
    }

    private void WriteCaption(int item, int caption, int at, Random random)
    {
        var ids = _ids.AsSpan(at, _captions.Length);
        var mask = _mask.AsSpan(at, _captions.Length);
        _captions.Write(item, caption, ids, mask);
        var kept = 1;
        for (var t = 1; t < ids.Length && mask[t] != 0; t++)
        {
            var isLast = t == ids.Length - 1 || mask[t + 1] == 0;
            if (isLast || random.NextSingle() >= _settings.WordLoss)
            {
                ids[kept++] = ids[t];
            }
        }

        ids[kept..].Clear();
        mask[kept..].Clear();
    }
}
