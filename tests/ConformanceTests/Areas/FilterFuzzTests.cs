using System.Linq.Expressions;
using ConformanceTests.Support;

namespace ConformanceTests.Areas;

/// <summary>Random filter trees, held against LINQ over the same records.</summary>
public abstract class FilterFuzzTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private readonly List<Item> _samples = Item.Samples(80, seed: 3);

    [SkippableFact]
    public async Task RandomTree_FindsWhatLinqFinds()
    {
        var items = await ItemsAsync(_samples);
        for (var seed = 0; seed < 400; seed++)
        {
            var filter = new RandomFilters(new Random(seed), _samples).Create();
            var expected = _samples.Where(filter.Compile()).Select(i => i.Id).ToList();
            var found = (await items.GetAsync(filter, int.MaxValue).Select(i => i.Id).ToListAsync()).Order();
            Assert.True(expected.SequenceEqual(found), $"seed {seed}: {filter}: expected {string.Join(',', expected)}, found {string.Join(',', found)}");
        }
    }
}
