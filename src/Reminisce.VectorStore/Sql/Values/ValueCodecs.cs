using System.Diagnostics.CodeAnalysis;

namespace Reminisce.VectorData.Sql.Values;

/// <summary>The data and key types that the store keeps, and how.</summary>
internal static class ValueCodecs
{
    public const string SupportedTypes =
        "bool, byte, short, int, long, float, double, decimal, string, DateTime, DateTimeOffset, DateOnly, TimeOnly, TimeSpan, Guid, byte[], their nullable forms, and arrays or lists of them";

    private static readonly Dictionary<Type, ValueCodec> s_entries = Create();

    /// <summary>Finds the codec of a type, its nullable form included.</summary>
    public static bool TryGet(Type type, [NotNullWhen(true)] out ValueCodec? codec)
    {
        codec = s_entries.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var found) ? found : null;
        return codec is not null;
    }

    /// <summary>Gets the codec of a type that the model builder has accepted.</summary>
    public static ValueCodec Get(Type type)
        => TryGet(type, out var codec)
            ? codec
            : throw new NotSupportedException($"Type '{type.Name}' cannot be stored. Supported types: {SupportedTypes}.");

    private static Dictionary<Type, ValueCodec> Create()
    {
        var entries = new Dictionary<Type, ValueCodec>();
        Add(entries, new ScalarCodec<bool>("bool", "INTEGER", v => v ? 1L : 0L, (s, _) => (long)s != 0, "0"));
        Add(entries, new ScalarCodec<byte>("byte", "INTEGER", v => (long)v, (s, _) => (byte)(long)s, "0"));
        Add(entries, new ScalarCodec<short>("int16", "INTEGER", v => (long)v, (s, _) => (short)(long)s, "0"));
        Add(entries, new ScalarCodec<int>("int32", "INTEGER", v => (long)v, (s, _) => (int)(long)s, "0"));
        Add(entries, new ScalarCodec<long>("int64", "INTEGER", v => v, (s, _) => (long)s, "0"));
        Add(entries, new ScalarCodec<float>("single", "REAL", v => Number(v), (s, _) => (float)(double)s, "0.0"));
        Add(entries, new ScalarCodec<double>("double", "REAL", v => Number(v), (s, _) => (double)s, "0.0"));
        Add(entries, new ScalarCodec<decimal>("decimal", "BLOB", v => SortableDecimal.Encode(v), (s, _) => SortableDecimal.Decode((byte[])s), Literal(SortableDecimal.Encode(0))));
        Add(entries, new ScalarCodec<DateTime>("datetime", "INTEGER", v => v.Ticks, (s, e) => new DateTime((long)s, (DateTimeKind)(long)(e ?? 0L)), "0", v => (long)v.Kind));
        Add(entries, new ScalarCodec<DateTimeOffset>(
            "datetimeoffset",
            "INTEGER",
            v => v.UtcTicks,
            (s, e) => new DateTimeOffset((long)s, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes((long)(e ?? 0L))),
            "0",
            v => (long)v.TotalOffsetMinutes));
        Add(entries, new ScalarCodec<DateOnly>("date", "INTEGER", v => (long)v.DayNumber, (s, _) => DateOnly.FromDayNumber((int)(long)s), "0"));
        Add(entries, new ScalarCodec<TimeOnly>("time", "INTEGER", v => v.Ticks, (s, _) => new TimeOnly((long)s), "0"));
        Add(entries, new ScalarCodec<TimeSpan>("timespan", "INTEGER", v => v.Ticks, (s, _) => new TimeSpan((long)s), "0"));
        Add(entries, new ScalarCodec<Guid>("guid", "BLOB", v => v.ToByteArray(bigEndian: true), (s, _) => new Guid((byte[])s, bigEndian: true), Literal(new byte[16])));
        AddReference(entries, new ScalarCodec<string>("string", "TEXT", v => v, (s, _) => (string)s));
        AddReference(entries, new ScalarCodec<byte[]>("bytes", "BLOB", v => v, (s, _) => (byte[])s));
        return entries;
    }

    private static void Add<T>(Dictionary<Type, ValueCodec> entries, ScalarCodec<T> codec)
        where T : struct
    {
        AddReference(entries, codec);
        entries[typeof(T?[])] = new ArrayCodec(codec, items => Array.ConvertAll([.. items], item => (T?)item));
        entries[typeof(List<T?>)] = new ArrayCodec(codec, items => items.Select(item => (T?)item).ToList());
    }

    private static void AddReference<T>(Dictionary<Type, ValueCodec> entries, ScalarCodec<T> codec)
        where T : notnull
    {
        entries[typeof(T)] = codec;

        // byte[] is one value and never a list of numbers.
        if (typeof(T) != typeof(byte))
        {
            entries[typeof(T[])] = new ArrayCodec(codec, items => Array.ConvertAll([.. items], item => (T)item!));
        }

        entries[typeof(List<T>)] = new ArrayCodec(codec, items => items.Select(item => (T)item!).ToList());
    }

    private static double Number(double value)
        => double.IsNaN(value)
            ? throw new ArgumentException("A data property was NaN, which SQLite stores as null: give a number, or null in a nullable property.")
            : value + 0.0;

    private static string Literal(byte[] bytes) => $"x'{Convert.ToHexString(bytes)}'";
}
