using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace Reminisce.Evaluation;

/// <summary>What the coarse-to-fine store adds to the searches of the store below it, besides encoder work: all three steps, with nothing to finish from.</summary>
/// <remarks>The rival makes the same searches of the same exits by hand, the coarse ones at once and then the full depth, and takes the best.</remarks>
internal static class OverheadMeasurement
{
    // Small blocks in turn, so that other work on the machine burdens all alike.
    private const int Queries = 10;
    private const int Blocks = 75;
    private const int Pool = 50;

    public static async Task<JsonObject> RunAsync(CaptionBench bench, string folder, int rows)
    {
        var random = new Random(11);
        var exits = bench.Exits;
        using var inner = new UsearchVectorStore(Directory.CreateDirectory(folder).FullName);
        using var store = new ReminisceVectorStore(inner, new ReminisceVectorStoreOptions { EmbeddingGenerator = bench.Encoder.AsEmbeddingGenerator(), LeaveOpen = true });
        var pictures = (ReminisceCollection<int, CaptionRecord>)store.GetCollection<int, CaptionRecord>("rows", CaptionRecord.Definition(bench.Encoder.Dimensions));
        await pictures.EnsureCollectionExistsAsync();
        for (var begin = 0; begin < rows; begin += 2000)
        {
            await pictures.UpsertEncodedAsync([.. Enumerable.Range(begin, Math.Min(2000, rows - begin)).Select(i => KeyValuePair.Create(
                new CaptionRecord { Key = i }, new EncodedItem(Unit(random, bench.Encoder.Dimensions), exits[i % exits.Count], null)))]);
            await Console.Error.WriteLineAsync($"{Math.Min(begin + 2000, rows)} of {rows} rows");
        }

        var columns = exits.Select(e => $"{nameof(CaptionRecord.Content)}_{e.Name}").ToArray();
        using var below = inner.GetDynamicCollection("rows", InnerDefinition(bench.Encoder.Dimensions, bench.Encoder.Exits));
        var asked = Pool;
        ReminisceSearchOptions<CaptionRecord> Options(int candidates) => new()
        {
            Candidates = candidates,
            Towers = ["image"],
            Trace = t => asked = (int)Math.Ceiling(t.Filter.Exits.Average(e => e.Asked)),
        };
        var ways = new (string Name, Func<QueryEncoding, Task<int>> Answer)[]
        {
            ("cpu_ms_inner", q => ByHandAsync(below, q, columns, asked)),
            ("cpu_ms_coarse", q => CountAsync(pictures.SearchAsync(q, Pool, Options(0)))),
            ("cpu_ms_all_steps", q => CountAsync(pictures.SearchAsync(q, Pool, Options(Pool)))),
        };
        var spent = ways.ToDictionary(w => w.Name, _ => TimeSpan.Zero);
        for (var block = 0; block < Blocks; block++)
        {
            var queries = Enumerable.Range(0, Queries)
                .Select(_ => new QueryEncoding([.. exits.Select(e => new ExitQuery(e, Unit(random, bench.Encoder.Dimensions), ScoreCalibration.Identity))])).ToList();
            for (var i = 0; i < ways.Length; i++)
            {
                var (name, answer) = ways[(block + i) % ways.Length];
                var time = await SpendAsync(queries, answer);

                // The first blocks warm indexes, caches and the compiler.
                spent[name] += block < Blocks / 5 ? TimeSpan.Zero : time;
            }
        }

        double counted = Queries * (Blocks - (Blocks / 5));
        var report = new JsonObject { ["rows"] = rows };
        foreach (var (name, time) in spent)
        {
            report[name] = Math.Round(time.TotalMilliseconds / counted, 3);
        }

        report["overhead_cpu_ms"] = Math.Round((spent["cpu_ms_all_steps"] - spent["cpu_ms_inner"]).TotalMilliseconds / counted, 3);
        return report;
    }

    private static async Task<int> ByHandAsync(VectorStoreCollection<object, Dictionary<string, object?>> below, QueryEncoding query, string[] columns, int top)
    {
        var last = columns.Length - 1;
        var lists = await Task.WhenAll(Enumerable.Range(0, last).Select(i => SearchAsync(below, query.Exits[i].Vector, columns[i], top)));
        return lists.Append(await SearchAsync(below, query.Exits[last].Vector, columns[last], top)).SelectMany(l => l).OrderByDescending(r => r.Score).Take(Pool).Count();
    }

    private static async Task<List<VectorSearchResult<Dictionary<string, object?>>>> SearchAsync(
        VectorStoreCollection<object, Dictionary<string, object?>> below, ReadOnlyMemory<float> vector, string column, int top)
    {
        var found = new List<VectorSearchResult<Dictionary<string, object?>>>(top);
        await foreach (var result in below.SearchAsync(vector, top, new VectorSearchOptions<Dictionary<string, object?>> { VectorProperty = r => r[column] }))
        {
            found.Add(result);
        }

        return found;
    }

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> results)
    {
        var count = 0;
        await foreach (var _ in results)
        {
            count++;
        }

        return count;
    }

    /// <summary>Gives the processor time that answering takes; unlike the clock's it is the same however busy the machine is.</summary>
    private static async Task<TimeSpan> SpendAsync(List<QueryEncoding> queries, Func<QueryEncoding, Task<int>> answer)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        foreach (var query in queries)
        {
            if (await answer(query) == 0)
            {
                throw new InvalidDataException("A search found nothing.");
            }
        }

        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    private static VectorStoreCollectionDefinition InnerDefinition(int dimensions, IReadOnlyList<ExitLayer> exits)
    {
        var definition = new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty(nameof(CaptionRecord.Key), typeof(int)) { IsAutoGenerated = false },
                new VectorStoreDataProperty($"{nameof(CaptionRecord.Content)}_exit", typeof(string)) { IsIndexed = true },
                new VectorStoreDataProperty($"{nameof(CaptionRecord.Content)}_source", typeof(string)),
            ],
        };
        foreach (var exit in exits)
        {
            definition.Properties.Add(new VectorStoreVectorProperty($"{nameof(CaptionRecord.Content)}_{exit.Name}", typeof(ReadOnlyMemory<float>?), dimensions)
            {
                DistanceFunction = DistanceFunction.CosineSimilarity,
            });
        }

        return definition;
    }

    private static float[] Unit(Random random, int dimensions)
    {
        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            vector[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        System.Numerics.Tensors.TensorPrimitives.Divide(vector, System.Numerics.Tensors.TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
