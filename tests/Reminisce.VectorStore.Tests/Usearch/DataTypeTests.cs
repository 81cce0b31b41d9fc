using System.Collections;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Tests.Usearch;

public sealed class DataTypeTests : IDisposable
{
    private static readonly DateTimeOffset s_when = new(2024, 2, 29, 23, 59, 59, 999, TimeSpan.FromMinutes(-210));

    private readonly TempFolder _folder = new();
    private readonly UsearchVectorStore _store;

    public DataTypeTests() => _store = new UsearchVectorStore(_folder.Path);

    public static TheoryData<Type, object> Values => new()
    {
        { typeof(bool), true },
        { typeof(byte), byte.MaxValue },
        { typeof(short), short.MinValue },
        { typeof(int), int.MinValue },
        { typeof(long), long.MaxValue },
        { typeof(float), 0.1f },
        { typeof(double), 1 / 3.0 },
        { typeof(double), double.NegativeInfinity },
        { typeof(decimal), decimal.MaxValue },
        { typeof(decimal), decimal.MinValue },
        { typeof(decimal), -0.0000000000000000000000000001m },
        { typeof(string), "a\0b \" ' 漢字 😀" },
        { typeof(DateTime), new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc) },
        { typeof(DateTimeOffset), s_when },
        { typeof(DateOnly), new DateOnly(2024, 2, 29) },
        { typeof(TimeOnly), new TimeOnly(23, 59, 59, 123) },
        { typeof(TimeSpan), TimeSpan.FromDays(-3) },
        { typeof(Guid), Guid.Parse("fedcba98-7654-3210-0123-456789abcdef") },
        { typeof(byte[]), new byte[] { 0, 255, 1 } },
        { typeof(string[]), new[] { "a", "", "\"x\"", "漢字" } },
        { typeof(List<string>), new List<string> { "a", "b" } },
        { typeof(int[]), new[] { 1, -2 } },
        { typeof(List<long>), new List<long> { long.MinValue } },
        { typeof(double[]), new[] { 1 / 3.0, double.MaxValue, -0.0 } },
        { typeof(decimal[]), new[] { 1.1m, -79228162514264337593543950335m } },
        { typeof(Guid[]), new[] { Guid.Parse("fedcba98-7654-3210-0123-456789abcdef") } },
        { typeof(DateTimeOffset[]), new[] { s_when, s_when.ToUniversalTime() } },
        { typeof(bool[]), new[] { true, false } },
        { typeof(int?[]), new int?[] { 1, null } },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Value_RoundTrips_AndItsNull(Type type, object value)
    {
        var nullable = type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;
        var records = _store.GetDynamicCollection("values", new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Key", typeof(int)), new VectorStoreDataProperty("Value", type), new VectorStoreDataProperty("Maybe", nullable)],
        });
        await records.EnsureCollectionExistsAsync();
        await records.UpsertAsync(
        [
            new Dictionary<string, object?> { ["Key"] = 1, ["Value"] = value, ["Maybe"] = value },
            new Dictionary<string, object?> { ["Key"] = 2, ["Value"] = value, ["Maybe"] = null },
        ]);
        var full = (await records.GetAsync(1))!;
        Assert.Equal(value, full["Value"]);
        Assert.Equal(value, full["Maybe"]);
        Assert.IsType(type, full["Value"]);
        Assert.Null((await records.GetAsync(2))!["Maybe"]);
        Assert.Equal([2], await records.GetAsync(r => r["Maybe"] == null, 5).Select(r => (int)r["Key"]!).ToListAsync());
        if (value is not ICollection)
        {
            Assert.Equal([1], await records.GetAsync(r => r["Maybe"] == value, 5).Select(r => (int)r["Key"]!).ToListAsync());
        }

        if (value is DateTimeOffset time)
        {
            Assert.Equal(time.Offset, ((DateTimeOffset)full["Value"]!).Offset);
        }
    }

    [Fact]
    public async Task Decimals_OrderAsNumbers()
    {
        var records = _store.GetDynamicCollection("values", new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Key", typeof(int)), new VectorStoreDataProperty("Value", typeof(decimal))],
        });
        await records.EnsureCollectionExistsAsync();
        decimal[] values = [10, 9, -10, 0.001m, -0.001m, 0, decimal.MaxValue, decimal.MinValue];
        await records.UpsertAsync(values.Select((value, i) => new Dictionary<string, object?> { ["Key"] = i + 1, ["Value"] = value }));
        var ordered = await records.GetAsync(r => true, 100, new() { OrderBy = o => o.Ascending(r => r["Value"]) }).Select(r => (decimal)r["Value"]!).ToListAsync();
        Assert.Equal(values.Order(), ordered);
    }

    [Fact]
    public void Unsupported_IsNamed()
    {
        var error = Assert.Throws<NotSupportedException>(() => _store.GetDynamicCollection("values", new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Key", typeof(int)), new VectorStoreDataProperty("Value", typeof(Uri))],
        }));
        Assert.Contains("'Value'", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
