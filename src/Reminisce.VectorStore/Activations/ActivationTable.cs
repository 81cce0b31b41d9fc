using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData;

/// <summary>The activations of a file and how they were used, over one connection.</summary>
/// <remarks>
/// Not safe for concurrent calls. Uses have a table of their own: changing a row that holds an activation writes all of it again.
/// Reading counts as a use; it is noted in memory and written with the next activations, which is when it matters.
/// </remarks>
internal sealed class ActivationTable : IDisposable
{
    private const int SchemaVersion = 2;

    // Of as many that were used longest ago the least likely is evicted: a look at all would take longer than what it saves.
    private const int EvictionSample = 64;
    private const int MostNoted = 4096;

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, (long LastAt, int Uses)> _noted = new(StringComparer.Ordinal);

    public ActivationTable(string path, TimeProvider clock)
    {
        _clock = clock;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            _connection.Open();

            // A cache may lose its last writes in a power failure, but not its structure: NORMAL is enough in WAL mode.
            Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 10000;");
            if (Scalar("PRAGMA user_version") != SchemaVersion)
            {
                // Only then: setting the version writes a page, and an untouched file keeps the hash of its scrub.
                Execute(
                    $"""
                    DROP TABLE IF EXISTS activations;
                    DROP TABLE IF EXISTS uses;
                    CREATE TABLE activations (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
                        tower TEXT NOT NULL, layer INTEGER NOT NULL, layers INTEGER NOT NULL, tokens INTEGER NOT NULL, width INTEGER NOT NULL,
                        format INTEGER NOT NULL, digest INTEGER NOT NULL, bytes INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
                    CREATE TABLE uses (id INTEGER PRIMARY KEY, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, uses INTEGER NOT NULL) STRICT;
                    CREATE INDEX uses_last ON uses (last_at, id);
                    CREATE TRIGGER activations_gone AFTER DELETE ON activations BEGIN DELETE FROM uses WHERE id = OLD.id; END;
                    PRAGMA user_version = {SchemaVersion};
                    """);
            }

            Size = Scalar("SELECT COALESCE(SUM(bytes), 0) FROM activations");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Gets the bytes of all coded activations.</summary>
    public long Size { get; private set; }

    public static bool IsDamage(SqliteException error)
    {
        const int Corrupt = 11;
        const int NotADatabase = 26;
        return error.SqliteErrorCode is Corrupt or NotADatabase;
    }

    public static void DeleteFiles(string path)
    {
        File.Delete(path);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    public void Put(IReadOnlyList<KeyValuePair<string, Activation>> entries, long budget)
    {
        using var transaction = _connection.BeginTransaction();
        WriteNoted();
        var now = Now();
        var size = Size;
        using var insert = Command(
            """
            INSERT INTO activations (key, fingerprint, tower, layer, layers, tokens, width, format, digest, bytes, data)
            VALUES ($key, $fingerprint, $tower, $layer, $layers, $tokens, $width, $format, $digest, $bytes, $data) RETURNING id
            """,
            "$key", "$fingerprint", "$tower", "$layer", "$layers", "$tokens", "$width", "$format", "$digest", "$bytes", "$data");
        using var delete = Command("DELETE FROM activations WHERE key = $key RETURNING bytes", "$key");
        using var known = Command("SELECT u.first_at, u.uses FROM uses u JOIN activations a ON a.id = u.id WHERE a.key = $key", "$key");
        using var use = Command("INSERT INTO uses (id, first_at, last_at, uses) VALUES ($id, $first, $last, $uses)", "$id", "$first", "$last", "$uses");
        foreach (var (key, activation) in entries)
        {
            var (first, uses) = ReadUse(known, key) ?? (now, 0);
            size -= Delete(delete, key);
            Bind(insert, key, activation);
            use.Parameters[0].Value = insert.ExecuteScalar();
            use.Parameters[1].Value = first;
            use.Parameters[2].Value = now;
            use.Parameters[3].Value = uses + 1;
            use.ExecuteNonQuery();
            size += activation.Data.Length;
        }

        size -= Evict(size - budget, now);
        transaction.Commit();
        _noted.Clear();
        Size = size;
    }

    public IReadOnlyDictionary<string, Activation> Get(IReadOnlyCollection<string> keys)
    {
        var found = new Dictionary<string, Activation>(StringComparer.Ordinal);
        using var command = Command("SELECT fingerprint, tower, layer, layers, tokens, width, format, digest, data FROM activations WHERE key = $key", "$key");
        foreach (var key in keys)
        {
            command.Parameters[0].Value = key;
            using var reader = command.ExecuteReader();
            if (reader.Read() && Read(reader) is { } activation)
            {
                found[key] = activation;
                Note(key);
            }
        }

        return found;
    }

    public void Remove(IReadOnlyCollection<string> keys)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = Command("DELETE FROM activations WHERE key = $key RETURNING bytes", "$key");
        var size = Size;
        foreach (var key in keys)
        {
            size -= Delete(command, key);
            _noted.Remove(key);
        }

        transaction.Commit();
        Size = size;
    }

    public void RemoveByPrefix(string prefix)
    {
        using var command = Command("DELETE FROM activations WHERE substr(key, 1, length($prefix)) = $prefix", "$prefix");
        command.Parameters[0].Value = prefix;
        command.ExecuteNonQuery();
        Size = Scalar("SELECT COALESCE(SUM(bytes), 0) FROM activations");
    }

    public IReadOnlyDictionary<string, long> Sizes(IReadOnlyCollection<string> keys)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        using var command = Command("SELECT bytes FROM activations WHERE key = $key", "$key");
        foreach (var key in keys)
        {
            command.Parameters[0].Value = key;
            if (command.ExecuteScalar() is long bytes)
            {
                found[key] = bytes;
            }
        }

        return found;
    }

    public void Checkpoint()
    {
        // Writing the file anew costs as much as reading what is left; worth it once that is the smaller part.
        if (Scalar("PRAGMA freelist_count") > Scalar("PRAGMA page_count") / 2)
        {
            Execute("VACUUM");
        }

        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Writes the file anew: secure_delete leaves copies of moved cells in the free space of pages.</summary>
    public void Rewrite()
    {
        Execute("VACUUM");
        Checkpoint();
    }

    public void Dispose() => _connection.Dispose();

    private static long Delete(SqliteCommand command, string key)
    {
        command.Parameters[0].Value = key;
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetInt64(0) : 0;
    }

    private static void Bind(SqliteCommand command, string key, Activation activation)
    {
        var data = activation.Data.ToArray();
        object[] values =
        [
            key, activation.Fingerprint, activation.Exit.Tower, activation.Exit.Layer, activation.Exit.TotalLayers,
            activation.Tokens, activation.Width, (int)activation.Format, ActivationDigest.Of(data), data.LongLength, data,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    /// <summary>Reads an entry; a damaged one counts as lost.</summary>
    private static Activation? Read(SqliteDataReader reader)
    {
        var data = (byte[])reader.GetValue(8);
        return ActivationDigest.Of(data) == reader.GetInt64(7)
            ? new Activation(
                reader.GetString(0),
                new ExitLayer(reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3)),
                reader.GetInt32(4),
                reader.GetInt32(5),
                (ActivationFormat)reader.GetInt32(6),
                data)
            : null;
    }

    /// <summary>Deletes entries until at least that many bytes are free: of those used longest ago the one least likely to be asked for again.</summary>
    private long Evict(long excess, long now)
    {
        long freed = 0;
        using var oldest = Command(
            """
            SELECT a.id, a.bytes, u.first_at, u.last_at, u.uses FROM uses u JOIN activations a ON a.id = u.id
            ORDER BY u.last_at, u.id LIMIT $count
            """,
            "$count");
        oldest.Parameters[0].Value = EvictionSample;
        using var delete = Command("DELETE FROM activations WHERE id = $id", "$id");
        while (freed < excess)
        {
            var sample = new List<(long Id, long Bytes, double Odds)>();
            using (var reader = oldest.ExecuteReader())
            {
                while (reader.Read())
                {
                    sample.Add((reader.GetInt64(0), reader.GetInt64(1), RecallOdds.Of(now, reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4))));
                }
            }

            // Half of a sample, so that those of the next one compete with what is left of it.
            foreach (var (id, bytes, _) in sample.OrderBy(s => s.Odds).ThenBy(s => s.Id).Take(Math.Max(1, sample.Count / 2)))
            {
                if (freed >= excess)
                {
                    break;
                }

                delete.Parameters[0].Value = id;
                delete.ExecuteNonQuery();
                freed += bytes;
            }
        }

        return freed;
    }

    private static (long First, long Uses)? ReadUse(SqliteCommand command, string key)
    {
        command.Parameters[0].Value = key;
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private void Note(string key)
    {
        if (_noted.Count < MostNoted || _noted.ContainsKey(key))
        {
            _noted[key] = (Now(), _noted.GetValueOrDefault(key).Uses + 1);
        }
    }

    private void WriteNoted()
    {
        using var update = Command(
            "UPDATE uses SET last_at = MAX(last_at, $last), uses = uses + $uses WHERE id = (SELECT id FROM activations WHERE key = $key)", "$last", "$uses", "$key");
        foreach (var (key, (lastAt, uses)) in _noted)
        {
            update.Parameters[0].Value = lastAt;
            update.Parameters[1].Value = uses;
            update.Parameters[2].Value = key;
            update.ExecuteNonQuery();
        }
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private long Scalar(string sql)
    {
        using var command = Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }
}
