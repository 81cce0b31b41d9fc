using System.Globalization;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace PostgresBackend;

/// <summary>Which PostgreSQL type holds which .NET type.</summary>
internal static class PostgresTypes
{
    private static readonly Dictionary<Type, string> s_columns = new()
    {
        [typeof(bool)] = "boolean",
        [typeof(short)] = "smallint",
        [typeof(int)] = "integer",
        [typeof(long)] = "bigint",
        [typeof(float)] = "real",
        [typeof(double)] = "double precision",
        [typeof(string)] = "text COLLATE \"C\"",
        [typeof(Guid)] = "uuid",
        [typeof(DateTimeOffset)] = "timestamptz",
        [typeof(byte[])] = "bytea",
        [typeof(string[])] = "text[]",
        [typeof(List<string>)] = "text[]",
    };

    public static string Supported { get; } = string.Join(", ", s_columns.Keys.Select(t => t.Name));

    public static bool IsKey(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(string) || type == typeof(Guid);

    public static bool IsData(Type type) => s_columns.ContainsKey(Nullable.GetUnderlyingType(type) ?? type);

    public static string Column(PropertyModel property) => property is VectorPropertyModel vector
        ? string.Create(CultureInfo.InvariantCulture, $"vector({vector.Dimensions})")
        : s_columns[Nullable.GetUnderlyingType(property.Type) ?? property.Type];

    /// <summary>Gives a value the form in which the client sends it.</summary>
    public static object ToPostgres(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUniversalTime(),
        List<string> list => list.ToArray(),
        ReadOnlyMemory<float> memory => new Pgvector.Vector(memory),
        float[] array => new Pgvector.Vector(array),
        Microsoft.Extensions.AI.Embedding<float> embedding => new Pgvector.Vector(embedding.Vector),
        _ => value,
    };

    /// <summary>Gives a value of the client the form that a property has.</summary>
    public static object? FromPostgres(object value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            DBNull => null,
            Pgvector.Vector vector when type == typeof(float[]) => vector.ToArray(),
            Pgvector.Vector vector when type == typeof(Microsoft.Extensions.AI.Embedding<float>) => new Microsoft.Extensions.AI.Embedding<float>(vector.Memory),
            Pgvector.Vector vector => vector.Memory,
            DateTime time when type == typeof(DateTimeOffset) => new DateTimeOffset(time, TimeSpan.Zero),
            string[] array when type == typeof(List<string>) => array.ToList(),
            _ => value,
        };
    }
}
