using System.Numerics.Tensors;

namespace Reminisce.Evaluation;

/// <summary>The right answers to all queries, and how many of them an answer has.</summary>
internal sealed class Truth
{
    /// <summary>Rows this near to the last right one are as right as it: floats added in another order differ by less.</summary>
    private const float Tie = 1e-6f;

    private readonly Dataset _data;
    private readonly BucketRange?[] _ranges;
    private readonly long[][] _ids;
    private readonly float[] _last;

    private Truth(Dataset data, BucketRange?[] ranges)
    {
        _data = data;
        _ranges = ranges;
        _ids = new long[ranges.Length][];
        _last = new float[ranges.Length];
        Parallel.For(0, ranges.Length, query =>
        {
            var best = ranges[query] is { } range ? ExactRival.Search(data, query, data.SlotsOf(range)) : ExactRival.Search(data, query);
            _ids[query] = Array.ConvertAll(best.Slots.ToArray(), data.Id);
            _last[query] = best.Scores[^1];
        });
    }

    /// <summary>The best of all rows, for every query.</summary>
    public static Truth Of(Dataset data) => new(data, new BucketRange?[data.Queries.Count]);

    /// <summary>The best of the rows in each query's range.</summary>
    public static Truth Of(Dataset data, IReadOnlyList<BucketRange> ranges) => new(data, [.. ranges.Select(range => (BucketRange?)range)]);

    /// <summary>The share of the right rows that were found, over the queries that have an answer.</summary>
    /// <exception cref="InvalidDataException">An answer holds a row twice, a row that does not exist, or one that the filter excludes.</exception>
    public double Recall(IReadOnlyList<long[]?> answers)
    {
        var (found, wanted) = (0, 0);
        for (var query = 0; query < answers.Count; query++)
        {
            if (answers[query] is { } answer)
            {
                found += Found(query, answer);
                wanted += _ids[query].Length;
            }
        }

        return wanted == 0 ? throw new InvalidDataException("No query was answered.") : Math.Round(found / (double)wanted, 4);
    }

    private int Found(int query, long[] answer)
    {
        if (answer.Distinct().Count() != answer.Length || answer.Length > _ids[query].Length)
        {
            throw new InvalidDataException($"The answer to query {query} holds {answer.Length} rows, {answer.Distinct().Count()} of them different; {_ids[query].Length} were asked for.");
        }

        return answer.Count(id => IsRight(query, id));
    }

    private bool IsRight(int query, long id)
    {
        var slot = _data.SlotOf(id);
        if (slot < 0 || (_ranges[query] is { } range && !range.Holds(_data.Buckets[slot])))
        {
            throw new InvalidDataException($"The answer to query {query} holds row {id}, which {(slot < 0 ? "does not exist" : "the filter excludes")}.");
        }

        if (_ids[query].Contains(id))
        {
            return true;
        }

        var vector = new float[_data.Dimensions];
        _data.Source.Row(id, vector);
        return TensorPrimitives.Dot<float>(_data.Queries[query], vector) >= _last[query] - Tie;
    }
}
