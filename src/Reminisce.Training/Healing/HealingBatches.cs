using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Healing;

/// <summary>Batches of one window: what goes in, and what the embeddings are compared with.</summary>
internal sealed class HealingBatches : IBatchSource
{
    private readonly HealingData _data;
    private readonly IReadOnlyList<Matrix> _queries;
    private readonly IWindowInput _input;
    private readonly StateStore? _kept;
    private readonly HealingSettings _settings;
    private readonly EpochOrder _order;
    private readonly IReadOnlyList<Matrix> _targets;
    private readonly float[][] _fine;
    private readonly float[][] _candidates;
    private readonly float[] _states;
    private readonly Dictionary<string, OrtValue> _values = new(StringComparer.Ordinal);

    /// <summary>Prepares batches.</summary>
    /// <param name="data">The items.</param>
    /// <param name="exits">Places of the window's exits among all.</param>
    /// <param name="input">Gives what the window reads.</param>
    /// <param name="kept">Unhealed states where the window ends, or null.</param>
    /// <param name="stateLength">Numbers of an item's states.</param>
    /// <param name="settings">Sizes.</param>
    public HealingBatches(HealingData data, IReadOnlyList<int> exits, IWindowInput input, StateStore? kept, int stateLength, HealingSettings settings)
    {
        _data = data;
        var learned = HealingGraph.Learned(exits.Count, settings);
        _queries = settings.Contrast > 0 ? [.. learned.Select(place => data.Queries[exits[place]])] : [];
        _input = input;
        _kept = kept;
        _settings = settings;
        _order = new EpochOrder(data.Items.Count, settings.Batch, settings.Seed);
        _targets = [.. learned.Select(place => data.Fine[exits[place]])];
        var dimensions = _targets[0].Columns;
        _fine = [.. learned.Select(_ => new float[settings.Batch * dimensions])];
        _candidates = [.. _queries.Select(_ => new float[settings.Candidates * dimensions])];
        _states = new float[kept is null ? 0 : settings.Batch * stateLength];
        for (var i = 0; i < _fine.Length; i++)
        {
            _values[HealingGraph.Fine(learned[i])] = GraphRunner.Tensor(_fine[i], settings.Batch, dimensions);
        }

        for (var i = 0; i < _candidates.Length; i++)
        {
            _values[HealingGraph.Queries(learned[i])] = GraphRunner.Tensor(_candidates[i], settings.Candidates, dimensions);
        }
    }

    public int BatchesPerEpoch => _order.BatchesPerEpoch;

    public IReadOnlyDictionary<string, OrtValue> Get(long step)
    {
        var items = _order.At(step).ToArray();
        _values[HealingGraph.Input] = _input.Get(items, step);
        if (_kept is not null)
        {
            var length = _states.Length / items.Length;
            for (var i = 0; i < items.Length; i++)
            {
                _kept.Read(items[i], _states.AsSpan(i * length, length));
            }

            _values.TryAdd(HealingGraph.Kept, GraphRunner.Tensor(_states, _input.StateShape(items.Length)));
        }

        for (var exit = 0; exit < _fine.Length; exit++)
        {
            for (var i = 0; i < items.Length; i++)
            {
                _targets[exit].Row(items[i]).CopyTo(_fine[exit].AsSpan(i * _targets[exit].Columns));
            }
        }

        if (_queries.Count > 0)
        {
            FillCandidates(items, new Random(unchecked((_settings.Seed * 31) + (int)step)));
        }

        return _values;
    }

    public void Dispose()
    {
        foreach (var (name, value) in _values)
        {
            if (name != HealingGraph.Input)
            {
                value.Dispose();
            }
        }

        _input.Dispose();
    }

    // Own captions first, then captions of items that are not in the batch.
    private void FillCandidates(int[] items, Random random)
    {
        var inBatch = items.ToHashSet();
        for (var c = 0; c < _settings.Candidates; c++)
        {
            var place = c / _settings.Captions;
            var item = place < items.Length ? items[place] : Other(inBatch, random);
            var own = _data.Captions[item];
            var row = place < items.Length ? own[c % _settings.Captions % own.Length] : own[random.Next(own.Length)];
            for (var i = 0; i < _queries.Count; i++)
            {
                _queries[i].Row(row).CopyTo(_candidates[i].AsSpan(c * _queries[i].Columns));
            }
        }
    }

    private int Other(HashSet<int> taken, Random random)
    {
        int item;
        do
        {
            item = random.Next(_data.Items.Count);
        }
        while (taken.Contains(item));
        return item;
    }
}
