using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData.Sql;

/// <summary>Short forms of the statements that the store runs everywhere.</summary>
internal static class SqliteConnectionExtensions
{
    /// <summary>Creates a command whose parameters $p0, $p1 ... take the values in order.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Statements are built from ordinal names and parameters; users' names and values never enter the text.")]
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$p" + i.ToString(CultureInfo.InvariantCulture), values[i] ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public static int Run(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads the first column of the first row as text, or null where there is none.</summary>
    public static string? Text(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteScalar() as string;
    }

    /// <summary>Reads the first column of the first row as a number, or the default where there is none.</summary>
    public static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteScalar() is long number ? number : 0;
    }
}
