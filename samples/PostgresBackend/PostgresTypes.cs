using Npgsql;

namespace PostgresBackend;

/// <summary>Which PostgreSQL type holds which .NET type.</summary>
internal static class PostgresTypes
{
    private static readonly Dictionary<Type, PostgresType> s_types = Make();

    public static string Supported { get; } = string.Join(", ", s_types.Keys.Where(t => !t.IsArray && !t.IsGenericType).Select(t => t.Name)) + ", arrays and lists of them";

    public static bool IsKey(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(string) || type == typeof(Guid);

    public static bool IsData(Type type) => s_types.ContainsKey(Nullable.GetUnderlyingType(type) ?? type);

    public static PostgresType Of(Type type) => s_types[Nullable.GetUnderlyingType(type) ?? type];

    private static Dictionary<Type, PostgresType> Make()
    {
        var types = new Dictionary<Type, PostgresType>();
        AddValue<bool>("boolean", x => x);
        AddValue<byte>("smallint", x => x);
        AddValue<short>("smallint", x => x);
        AddValue<int>("integer", x => x);
        AddValue<long>("bigint", x => x);
        AddValue<float>("real", x => x);
        AddValue<double>("double precision", x => x);
        AddValue<decimal>("numeric", x => x);
        AddValue<Guid>("uuid", x => x);
        AddValue<DateOnly>("date", x => x);
        AddValue<TimeOnly>("time", x => x);
        AddValue<TimeSpan>("interval", x => x);

        // An instant: to the microsecond and without the offset it was given with. A time of no known zone is taken for UTC.
        AddValue<DateTimeOffset>("timestamptz", x => x.ToUniversalTime());
        AddValue<DateTime>("timestamptz", x => x.Kind == DateTimeKind.Local ? x.ToUniversalTime() : DateTime.SpecifyKind(x, DateTimeKind.Utc));
        Add<string>("text", PostgresText.Checked);
        AddLists<string?>("text[]", x => x is null ? null : PostgresText.Checked(x));
        types[typeof(byte[])] = new PostgresType("bytea", x => x, (row, i) => row.GetFieldValue<byte[]>(i));
        return types;

        void AddValue<T>(string column, Func<T, T> normal)
            where T : struct
        {
            Add(column, normal);
            AddLists(column + "[]", normal);
            AddLists<T?>(column + "[]", x => x is { } value ? normal(value) : null);
        }

        void AddLists<T>(string column, Func<T, T> normal)
        {
            types[typeof(T[])] = new PostgresType(column, x => Array.ConvertAll((T[])x, item => normal(item)), (row, i) => Array.ConvertAll(row.GetFieldValue<T[]>(i), item => normal(item)));
            types[typeof(List<T>)] = new PostgresType(column, x => ((List<T>)x).ConvertAll(item => normal(item)), (row, i) => row.GetFieldValue<List<T>>(i).ConvertAll(item => normal(item)));
        }

        void Add<T>(string column, Func<T, T> normal)
            where T : notnull => types[typeof(T)] = new PostgresType(column, x => normal((T)x), (row, i) => normal(row.GetFieldValue<T>(i)));
    }
}
