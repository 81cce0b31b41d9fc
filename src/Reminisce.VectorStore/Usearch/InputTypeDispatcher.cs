using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Reminisce.VectorData;

/// <summary>Generates embeddings of one type, choosing the generator's interface by each value's own type.</summary>
/// <remarks>
/// VectorData's own dispatcher asks whether the generator takes strings first and so never reaches the picture side of
/// a generator that takes both. Values of other types go on to it.
/// </remarks>
internal sealed class InputTypeDispatcher<TEmbedding> : EmbeddingGenerationDispatcher
    where TEmbedding : Embedding
{
    private readonly EmbeddingGenerationDispatcher _standard = Create<TEmbedding>();

    public override Type EmbeddingType => _standard.EmbeddingType;

    public override Type? ResolveEmbeddingType(VectorPropertyModel vectorProperty, IEmbeddingGenerator embeddingGenerator, Type? userRequestedEmbeddingType)
        => _standard.ResolveEmbeddingType(vectorProperty, embeddingGenerator, userRequestedEmbeddingType);

    public override bool CanGenerateEmbedding(VectorPropertyModel vectorProperty, IEmbeddingGenerator embeddingGenerator)
        => _standard.CanGenerateEmbedding(vectorProperty, embeddingGenerator);

    public override Task<Embedding> GenerateEmbeddingAsync(VectorPropertyModel vectorProperty, object? value, CancellationToken cancellationToken)
        => _standard.GenerateEmbeddingAsync(vectorProperty, value, cancellationToken);

    public override async Task<IReadOnlyList<Embedding>> GenerateEmbeddingsAsync(VectorPropertyModel vectorProperty, IEnumerable<object?> values, CancellationToken cancellationToken)
    {
        var items = values.ToList();
        var pictures = items.OfType<DataContent>().ToList();
        return pictures.Count == items.Count && vectorProperty.EmbeddingGenerator is IEmbeddingGenerator<DataContent, TEmbedding> generator
            ? [.. await generator.GenerateAsync(pictures, cancellationToken: cancellationToken).ConfigureAwait(false)]
            : await _standard.GenerateEmbeddingsAsync(vectorProperty, items, cancellationToken).ConfigureAwait(false);
    }
}
