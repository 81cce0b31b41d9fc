using System.Collections;
using System.Globalization;
using Microsoft.Extensions.VectorData;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace Reminisce.VectorData.Tests.Fixtures;

/// <summary>What the frozen stores hold. Never changed: a new kind of value gets a new fixture with records of its own.</summary>
internal static class FrozenRecords
{
    public const string Collection = "frozen é \"1\"";
    public const int Count = 12;

    private static readonly DateTime s_start = new(2026, 2, 28, 23, 59, 58, 987, DateTimeKind.Utc);

    private static readonly Dictionary<string, (Type Type, Func<int, object?> Value)> s_columns = new()
    {
        ["bool"] = (typeof(bool), i => i % 2 == 0),
        ["byte"] = (typeof(byte), i => (byte)(250 - i)),
        ["short"] = (typeof(short), i => (short)(i - 32768)),
        ["int"] = (typeof(int), i => int.MaxValue - i),
        ["long"] = (typeof(long), i => long.MinValue + i),
        ["float"] = (typeof(float), i => i / 3f),
        ["double"] = (typeof(double), i => i == 3 ? double.NegativeInfinity : -i / 7.0),
        ["decimal"] = (typeof(decimal), i => (i - 5) * 1.0000000000000000000000000001m),
        ["string"] = (typeof(string), i => i == 4 ? null : $"a\0b \" ' 漢字 😀 {i}"),
        ["DateTime"] = (typeof(DateTime), i => i % 2 == 0 ? s_start.AddDays(i) : DateTime.SpecifyKind(s_start, DateTimeKind.Unspecified)),
        ["DateTimeOffset"] = (typeof(DateTimeOffset), i => new DateTimeOffset(s_start.AddTicks(i)).ToOffset(TimeSpan.FromMinutes((i * 30) - 210))),
        ["DateOnly"] = (typeof(DateOnly), i => new DateOnly(2024, 2, 29).AddDays(-i * 1000)),
        ["TimeOnly"] = (typeof(TimeOnly), i => new TimeOnly(i, 59, 59, 123)),
        ["TimeSpan"] = (typeof(TimeSpan), i => TimeSpan.FromDays(-i)),
        ["Guid"] = (typeof(Guid), i => new Guid(i, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11])),
        ["byte[]"] = (typeof(byte[]), i => new byte[] { 0, 255, (byte)i }),
        ["int?"] = (typeof(int?), i => i % 3 == 0 ? null : i),
        ["Guid?"] = (typeof(Guid?), i => i % 3 == 1 ? null : new Guid(9, 9, (short)i, [1, 2, 3, 4, 5, 6, 7, 8])),
        ["string[]"] = (typeof(string[]), i => Enumerable.Range(0, i % 3).Select(n => $"\"{n}\" 漢").ToArray()),
        ["List<string>"] = (typeof(List<string>), i => i == 2 ? null : new List<string> { "red", $"n{i}" }),
        ["int?[]"] = (typeof(int?[]), i => new int?[] { i, null }),
        ["double[]"] = (typeof(double[]), i => new[] { i / 3.0, double.MaxValue, 0.0 }),
        ["decimal[]"] = (typeof(decimal[]), i => new[] { 1.1m, -79228162514264337593543950335m, i }),
        ["DateTimeOffset[]"] = (typeof(DateTimeOffset[]), i => new[] { new DateTimeOffset(s_start).ToOffset(TimeSpan.FromHours(i)) }),
        ["Guid[]"] = (typeof(Guid[]), i => new[] { new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]) }),
        ["Title"] = (typeof(string), i => $"Receipt of the {(i % 2 == 0 ? "baker" : "harbour")}"),
    };

    public static VectorStoreCollectionDefinition Definition => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Key", typeof(string)),
            .. s_columns.Select(column => new VectorStoreDataProperty(column.Key, column.Value.Type) { IsFullTextIndexed = column.Key == "Title", IsIndexed = column.Key == "int" }),
            new VectorStoreVectorProperty("Picture", typeof(float[]), 4) { IndexKind = IndexKind.Hnsw },
            new VectorStoreVectorProperty("Words", typeof(ReadOnlyMemory<float>), 3) { DistanceFunction = DistanceFunction.EuclideanDistance },
        ],
    };

    public static string Key(int i) => $"key {i}";

    /// <summary>Distinct directions, so that each record is its own nearest.</summary>
    public static float[] Picture(int i) => [1, i / 4f, i % 3, -i % 5];

    public static Record Create(int i)
    {
        var record = s_columns.ToDictionary(column => column.Key, column => column.Value.Value(i));
        record["Key"] = Key(i);
        record["Picture"] = i == 7 ? null : Picture(i);
        record["Words"] = new ReadOnlyMemory<float>([i, 1, 0.1f]);
        return record;
    }

    /// <summary>Every value with its type and its last bit, in the order of names.</summary>
    public static string Describe(Record record)
        => string.Join('\n', record.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}: {Describe(value.Value)}"));

    private static string Describe(object? value) => value switch
    {
        null => "null",
        ReadOnlyMemory<float> vector => Describe(vector.ToArray()),
        string text => '"' + text + '"',
        IEnumerable items => $"{value.GetType().Name}[{string.Join(", ", items.Cast<object?>().Select(Describe))}]",
        DateTime time => $"{time:O} {time.Kind}",
        IFormattable number => $"{value.GetType().Name} {number.ToString(value is DateTimeOffset or DateOnly or TimeOnly ? "O" : null, CultureInfo.InvariantCulture)}",
        _ => value.ToString()!,
    };
}
