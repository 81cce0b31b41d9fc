using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Storing all rows: the store against the raw index and bare SQLite, a slice of the rows each in turn.</summary>
/// <remarks>
/// The store's time lasts until its graph holds the slice, not until a snapshot is saved behind it; the rivals' times are added.
/// </remarks>
internal sealed class WriteMeasurement(IndexRun run, StoreUnderTest store, RawRival raw)
{
    private const int Slices = 10;

    private TimeSpan _store;
    private TimeSpan _raw;
    private TimeSpan _sqlite;

    public async Task<JsonObject> RunAsync()
    {
        await store.CreateAsync();
        var file = run.Folder.Sub("bare.db");
        using (var sqlite = new SqliteRival(file, run.Options.Dimensions))
        {
            for (var slice = 0; slice < Slices; slice++)
            {
                var first = (int)((long)run.Data.Rows * slice / Slices);
                var end = (int)((long)run.Data.Rows * (slice + 1) / Slices);
                await SliceAsync([.. Enumerable.Range(first, end - first).Chunk(run.Options.Batch)], sqlite);
                run.Progress.Say($"stored {end:N0} rows: store {_store.TotalSeconds:F1} s, raw index {_raw.TotalSeconds:F1} s, SQLite {_sqlite.TotalSeconds:F1} s");
            }
        }

        Array.ForEach(Directory.GetFiles(run.Folder.Path, "bare.db*"), File.Delete);
        store.RequireGraph();
        return new JsonObject
        {
            ["upsert_ratio"] = Figures.Ratio((_raw + _sqlite).TotalSeconds, _store.TotalSeconds),
            ["upsert_rows_per_second"] = Math.Round(run.Data.Rows / _store.TotalSeconds),
            ["upsert_seconds"] = Figures.Seconds(_store),
            ["raw_add_seconds"] = Figures.Seconds(_raw),
            ["sqlite_insert_seconds"] = Figures.Seconds(_sqlite),
            ["upsert_batch"] = run.Options.Batch,
        };
    }

    private async Task SliceAsync(int[][] batches, SqliteRival sqlite)
    {
        var records = batches.Select(batch => Array.ConvertAll(batch, run.Data.Record)).ToList();
        var turns = new Func<Task>[]
        {
            async () =>
            {
                _store += await TimeAsync(() => StoreAsync(records));
                await store.SavedAsync(run.Stop);
            },
            async () => _raw += await TimeAsync(() => Done(() => Array.ForEach(batches, batch => raw.Add(run.Data, batch[0], batch.Length)))),
            async () => _sqlite += await TimeAsync(() => Done(() => records.ForEach(sqlite.Insert))),
        };
        run.Random.Shuffle(turns);
        foreach (var turn in turns)
        {
            await turn();
        }
    }

    private async Task StoreAsync(List<IndexRow[]> batches)
    {
        foreach (var batch in batches)
        {
            run.Stop.ThrowIfCancellationRequested();
            await store.UpsertAsync(batch);
        }

        await store.SettleAsync(run.Data.Queries[0], run.Stop);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }

    private static Task Done(Action work)
    {
        work();
        return Task.CompletedTask;
    }
}
