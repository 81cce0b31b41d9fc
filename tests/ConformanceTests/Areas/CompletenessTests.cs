using ConformanceTests.Support;

namespace ConformanceTests.Areas;

/// <summary>No area may be forgotten for a store.</summary>
public sealed class CompletenessTests
{
    public static TheoryData<Type> Fixtures => new(typeof(StoreFixture).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(StoreFixture)) && !type.IsAbstract));

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Store_IsHeldAgainstEveryArea(Type fixture)
    {
        var types = typeof(StoreFixture).Assembly.GetTypes();
        var areas = types.Where(type => type.IsAbstract && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Conformance<>)).ToList();
        var missing = areas.Where(area => !types.Any(type => !type.IsAbstract && type.BaseType == area.MakeGenericType(fixture)));
        Assert.True(areas.Count >= 18, $"only {areas.Count} areas were found");
        Assert.Empty(missing);
    }
}
