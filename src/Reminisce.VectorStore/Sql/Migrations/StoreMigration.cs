using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData.Sql.Migrations;

/// <summary>One step of the schema: from a version to the next, inside the caller's transaction.</summary>
/// <param name="From">The version that it begins with; it ends with the next.</param>
/// <param name="Description">What changes, as a clause for the log.</param>
/// <param name="Apply">The change. It must not end the transaction.</param>
internal sealed record StoreMigration(long From, string Description, Action<SqliteConnection> Apply);
