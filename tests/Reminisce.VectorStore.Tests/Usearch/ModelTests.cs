using CsCheck;

namespace Reminisce.VectorData.Tests.Usearch;

/// <summary>Random histories against a dictionary, with reopening in between.</summary>
public sealed class ModelTests
{
    private static readonly Gen<(int Kind, int Key, int Seed)[]> s_histories = Gen.Select(Gen.Int[0, 9], Gen.Int[1, 12], Gen.Int[0, 10_000]).Array[1, 25];

    [Fact]
    public void AnyHistory_AnswersAsTheDictionaryDoes() => s_histories.Sample(
        history => RunAsync(history).GetAwaiter().GetResult(),
        iter: 40,
        threads: 1);

    private static async Task RunAsync((int Kind, int Key, int Seed)[] history)
    {
        using var folder = new TempFolder();
        var model = new SortedDictionary<int, Note>();
        var store = new UsearchVectorStore(folder.Path);
        try
        {
            var notes = store.GetCollection<int, Note>("notes");
            await notes.EnsureCollectionExistsAsync();
            foreach (var (kind, key, seed) in history)
            {
                var random = new Random(seed);
                switch (kind)
                {
                    case < 4:
                        model[key] = NoteSamples.Create(key, random);
                        await notes.UpsertAsync(model[key]);
                        break;
                    case 4:
                        var batch = Enumerable.Range(0, 4).Select(_ => NoteSamples.Create(random.Next(1, 13), random)).ToList();
                        batch.ForEach(note => model[note.Id] = note);
                        await notes.UpsertAsync(batch);
                        break;
                    case 5:
                        model.Remove(key);
                        await notes.DeleteAsync(key);
                        break;
                    case 6:
                        var gone = model.Values.Where(note => note.Number > 3 && note.Maybe != 2).Select(note => note.Id).ToList();
                        gone.ForEach(id => model.Remove(id));
                        Assert.Equal(gone.Count, await notes.DeleteAsync(note => note.Number > 3 && note.Maybe != 2));
                        break;
                    case 7:
                        store.Dispose();
                        store = new UsearchVectorStore(folder.Path);
                        notes = store.GetCollection<int, Note>("notes");
                        break;
                    default:
                        await SearchAsync(notes, model, NoteSamples.Vector(random), random.Next(1, 5), random.Next(0, 3));
                        break;
                }
            }

            var stored = await notes.GetAsync(note => true, 1000, new() { IncludeVectors = true, OrderBy = order => order.Ascending(note => note.Id) }).ToListAsync();
            Assert.Equal(model.Values.Select(UsearchCollectionTests.Describe), stored.Select(UsearchCollectionTests.Describe));
        }
        finally
        {
            store.Dispose();
        }
    }

    private static async Task SearchAsync(UsearchCollection<int, Note> notes, SortedDictionary<int, Note> model, float[] query, int top, int skip)
    {
        var expected = model.Values
            .Where(note => note.Flag && note.Vector is not null)
            .Select(note => Cosine(query, note.Vector!.Value.Span))
            .OrderDescending().Skip(skip).Take(top);
        var found = await notes.SearchAsync(query, top, new() { Skip = skip, Filter = note => note.Flag, IncludeVectors = true }).ToListAsync();
        Assert.Equal(expected, found.Select(result => result.Score!.Value), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.All(found, result => Assert.Equal(UsearchCollectionTests.Describe(model[result.Record.Id]), UsearchCollectionTests.Describe(result.Record)));
    }

    // The oracle's own arithmetic, in doubles.
    private static double Cosine(float[] a, ReadOnlySpan<float> b)
    {
        double dot = 0, first = 0, second = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            first += (double)a[i] * a[i];
            second += (double)b[i] * b[i];
        }

        return dot / Math.Sqrt(first * second);
    }
}
