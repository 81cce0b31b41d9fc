using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData.Sql;

/// <summary>One piece of work that waits for the writer.</summary>
internal interface IWriteItem
{
    bool InTransaction { get; }

    Exception? Error { get; }

    /// <summary>Does the work; false when it failed and must be undone.</summary>
    bool Run(SqliteConnection connection, long sequence);

    /// <summary>Lets the caller continue with the outcome of the last run.</summary>
    void Complete();

    /// <summary>Lets the caller continue with a failure that struck the whole group.</summary>
    void Fail(Exception error);
}
