using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Search;

/// <content>How the graph stands.</content>
internal sealed partial class VectorIndex
{
    /// <summary>Gets how far building has come, or null while nothing is being built. Thread-safe.</summary>
    public UsearchIndexProgress? Progress
        => _building is { IsCompleted: true } ? null : new UsearchIndexProgress(_table.Name, _column.Name, _growing?.Count ?? 0, Interlocked.Read(ref _goal));

    /// <summary>Gets how the graph stands. Thread-safe.</summary>
    public VectorIndexStatus Status()
    {
        var (current, building) = (Current, Progress);
        var state = current is not null ? UsearchIndexState.Ready
            : building is not null ? UsearchIndexState.Building
            : _isGivenUp ? UsearchIndexState.GivenUp
            : UsearchIndexState.None;
        return new VectorIndexStatus(
            _table.Name, _column.Name, _parameters.Metric.ToString(), state, building, current?.Count ?? 0, current?.Removed ?? 0, Memory(current) + Memory(_growing) + (Graph?.Codes?.Bytes ?? 0), Path);
    }

    /// <summary>Holds the graph's rows against the table's; null where they are the same, or there is no graph.</summary>
    public string? FindFault(SqliteConnection connection)
    {
        if (Current is not { } index)
        {
            return null;
        }

        using var command = connection.Command($"SELECT row FROM {_table.Vectors(_column.Ordinal)} WHERE seq >= 0");
        using var reader = command.ExecuteReader();
        var (rows, missing) = (0L, 0L);
        while (reader.Read())
        {
            rows++;
            missing += index.Contains((ulong)reader.GetInt64(0)) ? 0 : 1;
        }

        return missing == 0 && rows == index.Count
            ? null
            : $"the graph of property '{_column.Name}' holds {index.Count} vectors, the table {rows}, and {missing} of those are not in the graph.";
    }

    private static long Memory(UsearchIndex? index)
    {
        try
        {
            return index?.MemoryBytes ?? 0;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }
}
