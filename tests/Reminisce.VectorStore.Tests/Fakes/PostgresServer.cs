using System.Diagnostics;
using Npgsql;
using PostgresBackend;
using Xunit;

namespace Reminisce.VectorData.Tests.Fakes;

/// <summary>A PostgreSQL with pgvector, started once for all tests from npm packages with pinned versions and hashes; no root, no container.</summary>
internal static class PostgresServer
{
    // Held for the life of the tests: a collected process closes its input, and the server ends with that.
    private static Process? s_node;

    private static readonly Lazy<(NpgsqlDataSource? Source, string Reason)> s_server = new(Start, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Gets the server's data source; skips the test where npm is absent.</summary>
    public static NpgsqlDataSource Source
    {
        get
        {
            var (source, reason) = s_server.Value;
            Skip.If(source is null, reason);
            return source!;
        }
    }

    /// <summary>Opens a store of the tables that all tests share.</summary>
    public static PostgresVectorStore OpenStore() => new(Source);

    /// <summary>Removes what a test made.</summary>
    public static async Task ClearAsync()
    {
        var store = OpenStore();
        await foreach (var name in store.ListCollectionNamesAsync())
        {
            await store.EnsureCollectionDeletedAsync(name);
        }
    }

    private static (NpgsqlDataSource? Source, string Reason) Start()
    {
        if (!IsThere("npm") || !IsThere("node"))
        {
            return (null, "npm is not installed, and with it comes the PostgreSQL that these tests need (Debian: apt-get install npm).");
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "postgres-server");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@electric-sql", "pglite-socket")))
        {
            // The lock file holds the hash of every package; npm refuses others.
            Run(folder, "npm", "ci --ignore-scripts --omit=peer --no-audit --no-fund --prefer-offline");
        }

        var node = s_node = Process.Start(new ProcessStartInfo("node", "server.mjs") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true })!;

        // It ends when its input ends: with this process, whichever way that does.
        var line = node.StandardOutput.ReadLine();
        var port = line?.StartsWith("listening ", StringComparison.Ordinal) == true
            ? line["listening ".Length..]
            : throw new InvalidOperationException($"The server said '{line}' and not its port.");

        // The server runs one statement at a time whatever the number of connections, and keeps one session for all.
        var builder = new NpgsqlDataSourceBuilder($"Host=127.0.0.1;Port={port};Username=postgres;Password=postgres;Database=postgres;Maximum Pool Size=1;Timeout=300;Command Timeout=300;SSL Mode=Disable");
        builder.UseVector();
        return (builder.Build(), "");
    }

    private static bool IsThere(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => p.Length > 0 && File.Exists(Path.Combine(p, tool)));

    private static void Run(string folder, string tool, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{tool} {arguments}' failed with exit code {process.ExitCode}: {errors} {output.GetAwaiter().GetResult()}");
        }
    }
}
