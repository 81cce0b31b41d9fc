using System.Collections;
using ConformanceTests.Support;
using Microsoft.Extensions.VectorData;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace ConformanceTests.Areas;

public abstract class DataTypeTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly DateTimeOffset s_when = new(2024, 2, 29, 23, 59, 59, 999, TimeSpan.FromMinutes(-210));

    /// <summary>Gets each type with values in ascending order.</summary>
    public static TheoryData<Type, object[]> Scalars => new()
    {
        { typeof(bool), [false, true] },
        { typeof(byte), [byte.MinValue, (byte)7, byte.MaxValue] },
        { typeof(short), [short.MinValue, (short)0, short.MaxValue] },
        { typeof(int), [int.MinValue, 0, 9, 10, int.MaxValue] },
        { typeof(long), [long.MinValue, 0L, 9007199254740993L, long.MaxValue] },
        { typeof(float), [float.NegativeInfinity, -0.1f, 0f, 0.1f, float.MaxValue] },
        { typeof(double), [double.NegativeInfinity, -0.1, 0d, double.Epsilon, 1 / 3.0, double.PositiveInfinity] },
        { typeof(decimal), [decimal.MinValue, -0.001m, 0m, 0.0000000000000000000000000001m, 9m, 10m, decimal.MaxValue] },
        { typeof(string), ["", "A", "a", "a b \" ' 漢字 😀", "ä"] },
        { typeof(DateTime), [DateTime.MinValue, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), DateTime.MaxValue] },
        { typeof(DateTimeOffset), [DateTimeOffset.MinValue, s_when, s_when.AddTicks(1).ToOffset(TimeSpan.FromHours(14)), DateTimeOffset.MaxValue] },
        { typeof(DateOnly), [DateOnly.MinValue, new DateOnly(2024, 2, 29), DateOnly.MaxValue] },
        { typeof(TimeOnly), [TimeOnly.MinValue, new TimeOnly(23, 59, 59, 123), TimeOnly.MaxValue] },
        { typeof(TimeSpan), [TimeSpan.MinValue, TimeSpan.FromDays(-3), TimeSpan.Zero, TimeSpan.MaxValue] },
        { typeof(Guid), [Guid.Empty, Guid.Parse("01000000-0000-0000-0000-000000000000"), Guid.Parse("fedcba98-7654-3210-0123-456789abcdef")] },
    };

    public static TheoryData<Type, object> Lists => new()
    {
        { typeof(byte[]), new byte[] { 0, 255, 1 } },
        { typeof(string[]), new[] { "a", "", "\"x\"", "漢字" } },
        { typeof(List<string>), new List<string> { "a", "b", "a" } },
        { typeof(bool[]), new[] { true, false } },
        { typeof(List<byte>), new List<byte> { 0, 255 } },
        { typeof(short[]), new short[] { -1, 1 } },
        { typeof(int[]), new[] { 1, -2 } },
        { typeof(int?[]), new int?[] { 1, null } },
        { typeof(List<long>), new List<long> { long.MinValue, long.MaxValue } },
        { typeof(float[]), new[] { 0.1f, float.MaxValue } },
        { typeof(double[]), new[] { 1 / 3.0, double.MaxValue, -0.0 } },
        { typeof(decimal[]), new[] { 1.1m, -79228162514264337593543950335m } },
        { typeof(DateTime[]), new[] { new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc) } },
        { typeof(DateTimeOffset[]), new[] { s_when, s_when.ToUniversalTime() } },
        { typeof(DateOnly[]), new[] { new DateOnly(2024, 2, 29) } },
        { typeof(TimeOnly[]), new[] { new TimeOnly(23, 59) } },
        { typeof(Guid[]), new[] { Guid.Parse("fedcba98-7654-3210-0123-456789abcdef") } },
        { typeof(List<string?>), new List<string?> { "a", null } },
        { typeof(string[]), Array.Empty<string>() },
    };

    [SkippableTheory]
    [MemberData(nameof(Scalars))]
    public async Task Scalar_RoundTripsFiltersAndOrders_AlsoAsNull(Type type, object[] values)
    {
        var nullable = type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;
        var records = await DynamicAsync(new VectorStoreDataProperty("Value", type), new VectorStoreDataProperty("Maybe", nullable) { IsIndexed = true });

        // Stored out of order; the last record has a null.
        var rows = values.Select((value, i) => new Record { ["Key"] = i, ["Value"] = value, ["Maybe"] = value }).Reverse()
            .Append(new Record { ["Key"] = values.Length, ["Value"] = values[0], ["Maybe"] = null }).ToList();
        await records.UpsertAsync(rows);
        foreach (var row in rows)
        {
            var read = (await records.GetAsync(row["Key"]!))!;
            Assert.Equal(Fixture.Kept(row["Value"]), read["Value"]);
            Assert.Equal(Fixture.Kept(row["Maybe"]), read["Maybe"]);
            Assert.IsType(type, read["Value"]);
            if (Fixture.Kept(row["Value"]) is DateTimeOffset time)
            {
                Assert.Equal(time.Offset, ((DateTimeOffset)read["Value"]!).Offset);
            }

            if (Fixture.Kept(row["Value"]) is DateTime date)
            {
                Assert.Equal(date.Kind, ((DateTime)read["Value"]!).Kind);
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            var same = Enumerable.Range(0, values.Length).Where(j => Equals(Fixture.Kept(values[j]), Fixture.Kept(value))).ToList();
            Assert.Equal(same, (await KeysAsync(records.GetAsync(r => r["Maybe"] == value, 99))).Order());
            Assert.Equal(Enumerable.Range(0, values.Length + 1).Except(same), (await KeysAsync(records.GetAsync(r => r["Maybe"] != value, 99))).Order());
        }

        Assert.Equal([values.Length], await KeysAsync(records.GetAsync(r => r["Maybe"] == null, 99)));
        if (type != typeof(string))
        {
            // Strings are ordered by code unit here, by culture elsewhere: no store has to follow either.
            var ascending = records.GetAsync(r => r["Maybe"] != null, 99, new() { OrderBy = o => o.Ascending(r => r["Value"]).Ascending(r => r["Key"]) });
            Assert.Equal(Enumerable.Range(0, values.Length), await KeysAsync(ascending));
            var descending = records.GetAsync(r => r["Maybe"] != null, 99, new() { OrderBy = o => o.Descending(r => r["Maybe"]).Descending(r => r["Key"]) });
            Assert.Equal(Enumerable.Range(0, values.Length).Reverse(), await KeysAsync(descending));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Lists))]
    public async Task List_RoundTrips_AlsoAsNull(Type type, object value)
    {
        var records = await DynamicAsync(new VectorStoreDataProperty("Value", type));
        await records.UpsertAsync([new Record { ["Key"] = 1, ["Value"] = value }, new Record { ["Key"] = 2, ["Value"] = null }]);
        var read = (await records.GetAsync(1))!["Value"];
        Assert.IsType(type, read);
        Assert.Equal(((IEnumerable)value).Cast<object?>(), ((IEnumerable)read!).Cast<object?>());
        Assert.Null((await records.GetAsync(2))!["Value"]);
        Assert.Equal([2], await KeysAsync(records.GetAsync(r => r["Value"] == null, 9)));
    }

    [SkippableFact]
    public async Task TextWithAZero_IsKeptWholeOrRefused()
    {
        const string Odd = "a\0b";
        var records = await DynamicAsync(new VectorStoreDataProperty("Text", typeof(string)), new VectorStoreDataProperty("Texts", typeof(List<string>)));
        var texts = Store.GetDynamicCollection("texts", new VectorStoreCollectionDefinition { Properties = [new VectorStoreKeyProperty("Key", typeof(string))] });
        await texts.EnsureCollectionExistsAsync();
        foreach (var (collection, record) in new[]
        {
            (records, new Record { ["Key"] = 1, ["Text"] = Odd }), (records, new Record { ["Key"] = 2, ["Texts"] = new List<string> { Odd } }), (texts, new Record { ["Key"] = Odd }),
        })
        {
            if (Fixture.Has(Difference.NoZeroInText))
            {
                Assert.Contains("zero", (await Assert.ThrowsAsync<ArgumentException>(() => collection.UpsertAsync(record))).Message, StringComparison.Ordinal);
                Assert.Empty(await collection.GetAsync(r => true, 9).ToListAsync());
                continue;
            }

            await collection.UpsertAsync(record);
            var read = (await collection.GetAsync(record["Key"]!))!;
            Assert.All(record, pair => Assert.Equal(pair.Value, read[pair.Key]));
        }
    }

    [SkippableTheory]
    [InlineData(typeof(Uri))]
    [InlineData(typeof(ulong))]
    [InlineData(typeof(Dictionary<string, string>))]
    [InlineData(typeof(DayOfWeek))]
    public void UnsupportedType_IsRefusedByName(Type type)
    {
        var definition = Definition(new VectorStoreDataProperty("Odd", type));
        if (Fixture.Has(Difference.TakesAnyType))
        {
            Assert.NotNull(Store.GetDynamicCollection("odd", definition));
            return;
        }

        var error = Assert.Throws<NotSupportedException>(() => Store.GetDynamicCollection("odd", definition));
        Assert.Contains("'Odd'", error.Message, StringComparison.Ordinal);
        Assert.Contains("DateTimeOffset", error.Message, StringComparison.Ordinal);
    }
}
