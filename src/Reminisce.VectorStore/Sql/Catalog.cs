using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData.Sql;

/// <summary>The collections of a store, read once and kept up to date by whoever changes them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Catalog
{
    private readonly ConcurrentDictionary<string, (long Sequence, CollectionTable? Table)> _tables = new(StringComparer.Ordinal);

    public CollectionTable? Find(string name) => _tables.TryGetValue(name, out var entry) ? entry.Table : null;

    public IReadOnlyList<CollectionTable> All()
        => [.. _tables.Values.Select(entry => entry.Table).OfType<CollectionTable>().OrderBy(table => table.Name, StringComparer.Ordinal)];

    /// <summary>Makes a committed change known; an older change that arrives later is ignored.</summary>
    public void Publish(string name, long sequence, CollectionTable? table)
        => _tables.AddOrUpdate(name, (sequence, table), (_, known) => sequence >= known.Sequence ? (sequence, table) : known);

    public void Load(SqliteConnection connection)
    {
        foreach (var name in ReadNames(connection))
        {
            Publish(name, 0, Read(connection, name));
        }
    }

    public static IReadOnlyList<string> ReadNames(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT name FROM collections ORDER BY name");
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>Reads one collection's layout from the database, or null where it does not exist.</summary>
    public static CollectionTable? Read(SqliteConnection connection, string name)
    {
        var id = connection.Number("SELECT id FROM collections WHERE name = $p0", name);
        if (id == 0)
        {
            return null;
        }

        using var command = connection.Command(
            "SELECT ordinal, name, kind, type, dimensions, indexed, full_text FROM columns WHERE collection = $p0 ORDER BY ordinal", id);
        using var reader = command.ExecuteReader();
        var columns = new List<StoredColumn>();
        while (reader.Read())
        {
            columns.Add(new StoredColumn(
                reader.GetInt32(0),
                reader.GetString(1),
                Enum.Parse<ColumnKind>(reader.GetString(2)),
                reader.GetString(3),
                reader.GetInt32(4),
                reader.GetBoolean(5),
                reader.GetBoolean(6)));
        }

        return new CollectionTable(id, name, columns);
    }
}
