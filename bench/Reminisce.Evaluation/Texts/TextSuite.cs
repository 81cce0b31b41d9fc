using System.Text.Json.Nodes;
using Reminisce.Memory;

namespace Reminisce.Evaluation;

/// <summary>Document retrieval by full text, by vectors, by both fused by rank, and by the memory as an agent asks it.</summary>
internal sealed class TextSuite(IEarlyExitEncoder encoder, double vectorWeight, string folder, Progress progress)
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task<JsonObject> RunAsync(TextCollection collection, CancellationToken cancellationToken)
    {
        // Two abstracts of Cranfield are empty: no way of searching can find them, and a memory refuses them.
        var documents = collection.Documents.Select((d, i) => (d.Text, Place: i)).Where(d => d.Text.Trim().Length > 0).ToArray();
        using var rivals = await RivalStore.CreateAsync(Path.Combine(folder, "rivals"), encoder, vectorWeight, documents.Select(d => (d.Text, d.Text)), cancellationToken);
        progress.Say($"{documents.Length} documents stored for the rivals");
        await using var store = new ForgettingStore(Path.Combine(folder, "memory"), encoder, s_at.AddDays(2));
        var stored = await store.Memory.RememberAsync([.. documents.Select((d, i) => new MemoryInput { Text = d.Text, OccurredAt = s_at.AddHours(i / 60.0), Source = $"document {i}" })], progress: null, cancellationToken);
        var places = new Dictionary<Guid, int>();
        for (var i = 0; i < stored.Count; i++)
        {
            places.TryAdd(stored[i].Id ?? throw new InvalidDataException($"Document {i} cannot be remembered: {stored[i].Reason}"), documents[i].Place);
        }

        progress.Say($"{stored.Count} documents remembered");
        var (words, vectors, hybrid, product, nothing) = (0.0, 0.0, 0.0, 0.0, 0);
        foreach (var query in collection.Queries)
        {
            words += DiscountedGain.Of(Places(await rivals.ByWordsAsync(query.Text, cancellationToken)), query.Grades);
            vectors += DiscountedGain.Of(Places(await rivals.ByVectorAsync(query.Text, cancellationToken)), query.Grades);
            hybrid += DiscountedGain.Of(Places(await rivals.HybridAsync(query.Text, cancellationToken)), query.Grades);
            var found = await store.Memory.RecallAsync(new RecallRequest { Query = query.Text, Top = DiscountedGain.Depth, IgnoreTime = true }, cancellationToken);
            nothing += found.IsEmpty ? 1 : 0;
            product += DiscountedGain.Of([.. found.Memories.Select(m => places[m.Item.Id])], query.Grades);
        }

        return new JsonObject
        {
            ["documents"] = documents.Length,
            ["queries"] = collection.Queries.Count,
            ["vector_weight"] = vectorWeight,
            ["ndcg10_words"] = Mean(words),
            ["ndcg10_vectors"] = Mean(vectors),
            ["ndcg10_hybrid"] = Mean(hybrid),
            ["ndcg10_product"] = Mean(product),
            ["product_nothing_found"] = Mean(nothing),
        };

        double Mean(double sum) => Math.Round(sum / collection.Queries.Count, 4);
        int[] Places(IReadOnlyList<int> found) => [.. found.Select(i => documents[i].Place)];
    }
}
