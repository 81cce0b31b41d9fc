namespace Reminisce.Evaluation;

/// <summary>Filters of one width, none of them given out twice.</summary>
internal sealed class FreshRanges
{
    private readonly int[] _starts;
    private readonly int _width;
    private int _given;

    public FreshRanges(int rows, int width, Random random)
    {
        _width = width;
        _starts = [.. Enumerable.Range(0, rows - width + 1)];
        random.Shuffle(_starts);
    }

    public BucketRange Next() => _given < _starts.Length
        ? new BucketRange(_starts[_given++], _width)
        : throw new InvalidOperationException($"All {_starts.Length} filters of {_width} rows were used: give more --rows or fewer --queries.");

    public BucketRange[] Next(int count)
    {
        var ranges = new BucketRange[count];
        for (var i = 0; i < count; i++)
        {
            ranges[i] = Next();
        }

        return ranges;
    }
}
