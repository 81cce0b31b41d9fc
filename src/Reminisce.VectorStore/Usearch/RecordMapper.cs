using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData;

/// <summary>Reads rows back as records.</summary>
internal sealed class RecordMapper<TRecord>(CollectionModel model)
    where TRecord : class
{
    private const int PageSize = 256;

    /// <summary>Reads rows by number, in the given order; rows that are gone, or no longer pass the filter, are left out.</summary>
    public List<(long Row, TRecord Record)> Read(
        SqliteConnection connection, TableBinding binding, IReadOnlyList<long> rows, bool includeVectors, SqlFilter filter)
    {
        var found = new Dictionary<long, TRecord>(rows.Count);
        foreach (var page in rows.Chunk(PageSize))
        {
            using var command = connection.Command(
                $"{Select(binding, includeVectors)} WHERE c.row IN (SELECT value FROM json_each($p0)) AND {filter.Sql}", JsonSerializer.Serialize(page));
            command.AddFilter(filter);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                found.Add(reader.GetInt64(0), Map(reader, binding, includeVectors));
            }
        }

        return [.. rows.Where(found.ContainsKey).Select(row => (row, found[row]))];
    }

    private static string Select(TableBinding binding, bool includeVectors)
    {
        var columns = new List<string> { "c.row", "c.k" };
        var joins = string.Empty;
        foreach (var column in binding.Data)
        {
            columns.Add("c." + column.Column.Sql);
            if (column.Codec.HasExtra)
            {
                columns.Add("c." + column.Column.ExtraSql);
            }
        }

        foreach (var vector in includeVectors ? binding.Vectors : [])
        {
            columns.Add($"{vector.Table}.v");
            joins += $" LEFT JOIN {vector.Table} ON {vector.Table}.row = c.row";
        }

        return $"SELECT {string.Join(", ", columns)} FROM {binding.Table.Data} c{joins}";
    }

    private TRecord Map(SqliteDataReader reader, TableBinding binding, bool includeVectors)
    {
        var record = model.CreateRecord<TRecord>();
        binding.Key.Property.SetValueAsObject(record, binding.Key.Codec.Decode(reader.GetValue(1), null));
        var field = 2;
        foreach (var column in binding.Data)
        {
            var stored = reader.GetValue(field++);
            var extra = column.Codec.HasExtra ? reader.GetValue(field++) : null;
            column.Property.SetValueAsObject(record, stored is DBNull ? null : column.Codec.Decode(stored, extra is DBNull ? null : extra));
        }

        foreach (var vector in includeVectors ? binding.Vectors : [])
        {
            var stored = reader.GetValue(field++);
            vector.Property.SetValueAsObject(record, stored is DBNull ? null : vector.Column.Format.Decode(vector.Property.Type, (byte[])stored));
        }

        return record;
    }
}
