using System.Collections.Concurrent;

namespace Reminisce.VectorData.Tests.Usearch;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task ManyCallers_AllWritesKept_BatchesSeenWhole()
    {
        const int Callers = 64;
        const int Rounds = 6;
        using var store = new UsearchVectorStore(_folder.Path);
        var notes = store.GetCollection<int, Note>("notes");
        await notes.EnsureCollectionExistsAsync();
        var torn = new ConcurrentBag<int>();

        await Parallel.ForAsync(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (caller, token) =>
        {
            var random = new Random(caller);
            for (var round = 0; round < Rounds; round++)
            {
                // Each batch rewrites the caller's three notes with one number.
                await notes.UpsertAsync(Enumerable.Range(0, 3).Select(i => new Note { Id = (caller * 3) + i, Number = round, Vector = NoteSamples.Vector(random) }), token);
                var other = random.Next(Callers) * 3;
                var seen = await notes.GetAsync(n => n.Id >= other && n.Id < other + 3, 3, cancellationToken: token).Select(n => n.Number).ToListAsync(token);
                if (seen.Distinct().Count() > 1 || seen.Count is not (0 or 3))
                {
                    torn.Add(other);
                }

                Assert.NotEmpty(await notes.SearchAsync(NoteSamples.Vector(random), 5, cancellationToken: token).ToListAsync(token));
            }
        });

        Assert.Empty(torn);
        Assert.Equal(Callers * 3, await notes.CountAsync());
        Assert.Equal(Callers * 3, await notes.CountAsync(n => n.Number == Rounds - 1));
    }

    [Fact]
    public async Task Cancelled_BeforeWriting_StoresNothing()
    {
        using var store = new UsearchVectorStore(_folder.Path);
        var notes = store.GetCollection<int, Note>("notes");
        await notes.EnsureCollectionExistsAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => notes.UpsertAsync(new Note { Id = 1 }, new CancellationToken(canceled: true)));
        Assert.Equal(0, await notes.CountAsync());
    }

    public void Dispose() => _folder.Dispose();
}
