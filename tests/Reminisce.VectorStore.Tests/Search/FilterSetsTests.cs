using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Search;

namespace Reminisce.VectorData.Tests.Search;

public sealed class FilterSetsTests
{
    private const string Table = "c1_v2";

    private readonly FilterSets _sets = new();

    [Fact]
    public void Find_SameState_GivesTheRows()
    {
        _sets.Keep(Table, Filter(5L), 10, new RowSet([3, 1, 2]), 3);
        Assert.Equal([1, 2, 3], _sets.Find(Table, Filter(5L), 10).Rows!.Rows.ToArray());
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void Find_OtherState_GivesOnlyTheCount(long sequence)
    {
        _sets.Keep(Table, Filter(5L), 10, new RowSet([3, 1, 2]), 3);
        Assert.Equal((null, 3L), _sets.Find(Table, Filter(5L), sequence));
    }

    [Fact]
    public void Find_OtherFilter_GivesNothing()
    {
        _sets.Keep(Table, Filter(5L, new byte[] { 1, 2 }), 10, new RowSet([1]), 1);
        Assert.NotNull(_sets.Find(Table, Filter(5L, new byte[] { 1, 2 }), 10).Rows);
        Assert.Equal((null, null), _sets.Find(Table, Filter(5L, new byte[] { 1, 3 }), 10));
        Assert.Equal((null, null), _sets.Find(Table, Filter(5L), 10));
        Assert.Equal((null, null), _sets.Find(Table, Filter(5.0, new byte[] { 1, 2 }), 10));
        Assert.Equal((null, null), _sets.Find(Table, new SqlFilter("c.d2 > $f0", [5L, new byte[] { 1, 2 }]), 10));
        Assert.Equal((null, null), _sets.Find("c1_v3", Filter(5L, new byte[] { 1, 2 }), 10));
    }

    [Fact]
    public void Keep_OfAnOlderReader_DoesNotReplaceANewerState()
    {
        _sets.Keep(Table, Filter(5L), 10, new RowSet([1]), 1);
        _sets.Keep(Table, Filter(5L), 9, new RowSet([1, 2]), 2);
        Assert.Equal(1, _sets.Find(Table, Filter(5L), 10).Rows!.Count);
        Assert.Null(_sets.Find(Table, Filter(5L), 9).Rows);
    }

    [Fact]
    public void Keep_MoreThanFits_DropsWhatWasUsedLongestAgo()
    {
        // 400,000 row numbers are 3 MiB, of 16 MiB in all.
        for (var value = 0L; value < 6; value++)
        {
            _sets.Keep(Table, Filter(value), 10, new RowSet(new long[400_000]), 400_000);
            Assert.NotNull(_sets.Find(Table, Filter(0L), 10).Rows);
        }

        Assert.Null(_sets.Find(Table, Filter(1L), 10).Rows);
        Assert.NotNull(_sets.Find(Table, Filter(5L), 10).Rows);
    }

    [Fact]
    public void Keep_TooLargeASet_KeepsOnlyTheCount()
    {
        _sets.Keep(Table, Filter(0L), 10, new RowSet([1]), 1);
        _sets.Keep(Table, Filter(1L), 10, new RowSet(new long[1_000_000]), 1_000_000);
        Assert.Equal((null, 1_000_000L), _sets.Find(Table, Filter(1L), 10));
        Assert.NotNull(_sets.Find(Table, Filter(0L), 10).Rows);
    }

    private static SqlFilter Filter(params object[] values) => new("c.d1 = $f0", values);
}
