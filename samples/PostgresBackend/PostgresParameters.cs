using System.Globalization;
using Npgsql;

namespace PostgresBackend;

/// <summary>The values of a statement, named by their place.</summary>
internal sealed class PostgresParameters
{
    private readonly List<NpgsqlParameter> _values = [];

    /// <summary>Adds a value in the form a column of the type has, and gives its name.</summary>
    public string Add(object? value, PostgresType type) =>
        Add(new NpgsqlParameter { Value = value is null ? DBNull.Value : type.Write(value), DataTypeName = type.Column });

    /// <summary>Adds several values of one type as an array.</summary>
    public string AddMany(IReadOnlyList<object> values, Type type)
    {
        var array = Array.CreateInstance(type, values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            array.SetValue(values[i], i);
        }

        // Bytes in an array are binary data; as a list they are numbers.
        return type == typeof(byte) ? Add(((byte[])array).ToList(), PostgresTypes.Of(typeof(List<byte>))) : Add(array, PostgresTypes.Of(array.GetType()));
    }

    public string Add(ReadOnlyMemory<float>? vector) => Add(new NpgsqlParameter { Value = vector is { } given ? new Pgvector.Vector(given) : DBNull.Value });

    public NpgsqlBatchCommand Command(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        _values.ForEach(value => command.Parameters.Add(value));
        return command;
    }

    private string Add(NpgsqlParameter value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }
}
