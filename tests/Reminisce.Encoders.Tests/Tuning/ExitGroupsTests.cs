using CsCheck;

namespace Reminisce.Encoders.Tests;

public sealed class ExitGroupsTests
{
    [Fact]
    public void Merge_CheapHeads_LeavesEveryGroup() =>
        Assert.Equal([0, 1, 2, 3], ExitGroups.Merge([3, 1, 0, 2], new StageCosts([1, 1, 1, 1], 0.5)));

    [Fact]
    public void Merge_SmallGroup_GoesOnToTheNextGroupAndNoFurther()
    {
        // Two stages for one item cost 2, a head 2.5; the 5 items behind it would cost 5.
        Assert.Equal([2, 1, 2, 3], ExitGroups.Merge([1, 0, 5, 4], new StageCosts([1, 1, 1, 1], 2.5)));
    }

    [Fact]
    public void Merge_DearHeads_SendsAllToTheDeepestGroupAndNoneBeyond() =>
        Assert.Equal([2, 2, 2, 3], ExitGroups.Merge([3, 1, 2, 0], new StageCosts([1, 1, 1, 1], 100)));

    [Fact]
    public void Merge_AnyGroups_CostsNoMoreThanAnyOtherWay() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 5], Gen.Double[0.1, 3].Array[5], Gen.Double[0, 8]).Sample((items, stages, head) =>
        {
            var costs = new StageCosts(stages, head);
            var merged = ExitGroups.Merge(items, costs);
            for (var exit = 0; exit < items.Length; exit++)
            {
                Assert.True(merged[exit] == exit || (merged[exit] > exit && items[merged[exit]] > 0));
            }

            Assert.Equal(Ways(items, 0, new int[items.Length]).Min(way => Cost(items, way, costs)), Cost(items, merged, costs), 9);
        }, iter: 400);

    private static double Cost(int[] items, int[] to, StageCosts costs)
    {
        var used = Enumerable.Range(0, items.Length).Where(e => items[e] > 0).ToList();
        var running = used.Sum(e => items[e] * Enumerable.Range(e + 1, to[e] - e).Sum(stage => costs.StageSeconds[stage]));
        return running + (used.Select(e => to[e]).Distinct().Count() * costs.HeadSeconds);
    }

    /// <summary>Every way of sending every group to itself or to any deeper one.</summary>
    private static IEnumerable<int[]> Ways(int[] items, int exit, int[] to)
    {
        if (exit == items.Length)
        {
            yield return [.. to];
            yield break;
        }

        for (var target = exit; target < items.Length; target++)
        {
            if (target == exit || (items[exit] > 0 && items[target] > 0))
            {
                to[exit] = target;
                foreach (var way in Ways(items, exit + 1, to))
                {
                    yield return way;
                }
            }
        }
    }
}
