#pragma warning disable SKEXP0130, CS0618 // The class that the local store has to serve is experimental, and its search interface is the old one.
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.Data;
using Reminisce.VectorData;

namespace Reminisce.SemanticKernel.Tests;

/// <summary>Semantic Kernel's own text search over the local store.</summary>
public sealed class TextSearchStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-text-search-").FullName;

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    public async Task StringKeys_NamespacesSourcesAndReplacement(bool? hybrid)
    {
        using var vectors = new UsearchVectorStore(_folder, new() { EmbeddingGenerator = new LetterGenerator() });
        using var store = new TextSearchStore<string>(vectors, "texts", LetterGenerator.Dimensions, new() { UseSourceIdAsPrimaryKey = true, SearchNamespace = "work", UseHybridSearch = hybrid });
        await store.UpsertDocumentsAsync(
        [
            new TextSearchDocument { Text = "harbour tour", SourceId = "1", SourceName = "Notes", SourceLink = "note:1", Namespaces = ["work", "travel"] },
            new TextSearchDocument { Text = "harbour party", SourceId = "2", Namespaces = ["home"] },
            new TextSearchDocument { Text = "budget", SourceId = "3", Namespaces = ["work"] },
        ]);
        var found = await FindAsync(store, "harbour tours", 3);
        Assert.Equal(["harbour tour", "budget"], found.Select(result => result.Value));
        Assert.Equal(("Notes", "note:1"), (found[0].Name, found[0].Link));

        await store.UpsertDocumentsAsync([new TextSearchDocument { Text = "cancelled", SourceId = "1", Namespaces = ["work"] }]);
        Assert.Equal(["budget", "cancelled"], (await FindAsync(store, "harbour", 3)).Select(result => result.Value).Order());
    }

    [Fact]
    public async Task GuidKeys_AreGenerated_WordsWithSyntaxDoNoHarm()
    {
        using var vectors = new UsearchVectorStore(_folder, new() { EmbeddingGenerator = new LetterGenerator() });
        using var store = new TextSearchStore<Guid>(vectors, "texts", LetterGenerator.Dimensions);
        await store.UpsertTextAsync(["harbour tour", "budget", "quiet walk"]);
        Assert.Equal(["harbour tour", "budget"], (await FindAsync(store, "harbour\" OR (tour* NEAR", 3)).Select(result => result.Value).Where(value => value != "quiet walk"));
        Assert.Single(await FindAsync(store, "walk", 1));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<List<TextSearchResult>> FindAsync(ITextSearch store, string query, int top)
        => await (await store.GetTextSearchResultsAsync(query, new TextSearchOptions { Top = top })).Results.ToListAsync();

    private sealed class LetterGenerator : IEmbeddingGenerator<string, Embedding<float>>
    {
        public const int Dimensions = 26;

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(Embed)));

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

        public void Dispose()
        {
        }

        private static Embedding<float> Embed(string text)
        {
            var vector = new float[Dimensions];
            foreach (var letter in text.ToLowerInvariant().Where(char.IsAsciiLetter))
            {
                vector[letter - 'a']++;
            }

            return new Embedding<float>(vector);
        }
    }
}
