using System.CommandLine;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace Reminisce.Evaluation;

/// <summary>The single signals over the store of the product: full text, vectors, and both fused by rank.</summary>
internal sealed class RivalStore : IDisposable
{
    private readonly UsearchVectorStore _inner;
    private readonly ReminisceVectorStore _store;
    private readonly ReminisceCollection<int, RivalRecord> _texts;

    private RivalStore(string folder, IEarlyExitEncoder encoder, double vectorWeight)
    {
        var generator = encoder.AsEmbeddingGenerator();
        _inner = new UsearchVectorStore(folder);
        _store = new ReminisceVectorStore(_inner, new ReminisceVectorStoreOptions { EmbeddingGenerator = generator, LeaveOpen = true, HybridVectorWeight = vectorWeight });
        _texts = (ReminisceCollection<int, RivalRecord>)_store.GetCollection<int, RivalRecord>("texts", new VectorStoreCollectionDefinition
        {
            EmbeddingGenerator = generator,
            Properties =
            {
                new VectorStoreKeyProperty(nameof(RivalRecord.Key), typeof(int)),
                new VectorStoreVectorProperty<AIContent>(nameof(RivalRecord.Content), encoder.Dimensions) { DistanceFunction = DistanceFunction.CosineSimilarity },
                new VectorStoreDataProperty(nameof(RivalRecord.Words), typeof(string)) { IsFullTextIndexed = true },
            },
        });
    }

    public static async Task<RivalStore> CreateAsync(string folder, IEarlyExitEncoder encoder, double vectorWeight, IEnumerable<(string Text, string Words)> texts, CancellationToken cancellationToken)
    {
        var store = new RivalStore(folder, encoder, vectorWeight);
        await store._texts.EnsureCollectionExistsAsync(cancellationToken);
        await store._texts.UpsertAsync(
            texts.Select((text, i) => new RivalRecord { Key = i + 1, Content = new TextContent(text.Text), Words = text.Words }), cancellationToken);
        return store;
    }

    /// <summary>Makes the option for what vectors count in the fusion.</summary>
    public static Option<double> VectorWeight() => new("--vector-weight")
    {
        Description = "What vectors count beside words where both are fused.", DefaultValueFactory = _ => new ReminisceVectorStoreOptions().HybridVectorWeight,
    };

    public Task<IReadOnlyList<int>> ByWordsAsync(string question, CancellationToken cancellationToken) =>
        ListAsync(Service<IFullTextSearchable<RivalRecord>>().FullTextSearchAsync(WordsOf(question), RankTally.Depth, cancellationToken: cancellationToken));

    public Task<IReadOnlyList<int>> ByVectorAsync(string question, CancellationToken cancellationToken) =>
        ListAsync(_texts.SearchAsync((AIContent)new TextContent(question), RankTally.Depth, cancellationToken: cancellationToken));

    public Task<IReadOnlyList<int>> HybridAsync(string question, CancellationToken cancellationToken) =>
        ListAsync(Service<IKeywordHybridSearchable<RivalRecord>>().HybridSearchAsync(
            (AIContent)new TextContent(question), WordsOf(question).Split(' '), RankTally.Depth, cancellationToken: cancellationToken));

    public void Dispose()
    {
        _texts.Dispose();
        _store.Dispose();
        _inner.Dispose();
    }

    private T Service<T>()
        where T : class =>
        (T?)_texts.GetService(typeof(T)) ?? throw new NotSupportedException($"The store gives no {typeof(T).Name}.");

    // Full text takes a word with its sign ("Caroline's") as a phrase; without signs it is at its best.
    private static string WordsOf(string question) =>
        string.Join(' ', new string([.. question.Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static async Task<IReadOnlyList<int>> ListAsync(IAsyncEnumerable<VectorSearchResult<RivalRecord>> results)
    {
        var found = new List<int>();
        await foreach (var result in results)
        {
            found.Add(result.Record.Key - 1);
        }

        return found;
    }
}
