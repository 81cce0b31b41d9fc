using Npgsql;

namespace PostgresBackend;

/// <summary>How a .NET type lies in a column: the column's type, and the way there and back.</summary>
internal sealed record PostgresType(string Column, Func<object, object> Write, Func<NpgsqlDataReader, int, object> Read);
