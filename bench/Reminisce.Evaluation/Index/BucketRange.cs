using System.Linq.Expressions;

namespace Reminisce.Evaluation;

/// <summary>A filter: the rows whose bucket is from <paramref name="From"/> on and below the end.</summary>
internal readonly record struct BucketRange(int From, int Width)
{
    public bool Holds(int bucket) => bucket >= From && bucket < From + Width;

    public Expression<Func<IndexRow, bool>> ToFilter()
    {
        var (from, end) = (From, From + Width);
        return row => row.Bucket >= from && row.Bucket < end;
    }
}
