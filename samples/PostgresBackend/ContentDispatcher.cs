using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace PostgresBackend;

/// <summary>VectorData's own way of embedding, which asks a generator of both text and pictures for texts only, with the pictures added.</summary>
internal sealed class ContentDispatcher<TEmbedding> : EmbeddingGenerationDispatcher
    where TEmbedding : Embedding
{
    private readonly EmbeddingGenerationDispatcher _own = Create<TEmbedding>();

    public override Type EmbeddingType => _own.EmbeddingType;

    public override Type? ResolveEmbeddingType(VectorPropertyModel vectorProperty, IEmbeddingGenerator embeddingGenerator, Type? userRequestedEmbeddingType) =>
        _own.ResolveEmbeddingType(vectorProperty, embeddingGenerator, userRequestedEmbeddingType);

    public override bool CanGenerateEmbedding(VectorPropertyModel vectorProperty, IEmbeddingGenerator embeddingGenerator) => _own.CanGenerateEmbedding(vectorProperty, embeddingGenerator);

    public override Task<Embedding> GenerateEmbeddingAsync(VectorPropertyModel vectorProperty, object? value, CancellationToken cancellationToken) =>
        _own.GenerateEmbeddingAsync(vectorProperty, value, cancellationToken);

    public override async Task<IReadOnlyList<Embedding>> GenerateEmbeddingsAsync(VectorPropertyModel vectorProperty, IEnumerable<object?> values, CancellationToken cancellationToken)
    {
        var all = values.ToList();
        return all.TrueForAll(value => value is DataContent) && vectorProperty.EmbeddingGenerator is IEmbeddingGenerator<DataContent, TEmbedding> pictures
            ? [.. await pictures.GenerateAsync(all.Cast<DataContent>(), cancellationToken: cancellationToken).ConfigureAwait(false)]
            : await _own.GenerateEmbeddingsAsync(vectorProperty, all, cancellationToken).ConfigureAwait(false);
    }
}
