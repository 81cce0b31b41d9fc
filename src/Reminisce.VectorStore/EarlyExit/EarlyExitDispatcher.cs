using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Reminisce.VectorData;

/// <summary>Lets the record model accept content properties that an early-exit encoder embeds; the collection calls the encoder itself.</summary>
internal sealed class EarlyExitDispatcher : EmbeddingGenerationDispatcher
{
    public override Type EmbeddingType => typeof(Embedding<float>);

    public override Type? ResolveEmbeddingType(VectorPropertyModel vectorProperty, IEmbeddingGenerator embeddingGenerator, Type? userRequestedEmbeddingType) =>
        EarlyExitDetection.EncoderOf(embeddingGenerator, vectorProperty.Type) is not null
        && (userRequestedEmbeddingType is null || userRequestedEmbeddingType == EmbeddingType)
            ? EmbeddingType
            : null;

    // A native vector property searched by content goes through the generator like any other.
    public override bool CanGenerateEmbedding(VectorPropertyModel vectorProperty, IEmbeddingGenerator embeddingGenerator) => false;

    public override Task<IReadOnlyList<Embedding>> GenerateEmbeddingsAsync(VectorPropertyModel vectorProperty, IEnumerable<object?> values, CancellationToken cancellationToken) =>
        throw Misuse(vectorProperty);

    public override Task<Embedding> GenerateEmbeddingAsync(VectorPropertyModel vectorProperty, object? value, CancellationToken cancellationToken) =>
        throw Misuse(vectorProperty);

    private static InvalidOperationException Misuse(VectorPropertyModel property) =>
        new($"Property '{property.ModelName}' is encoded with early exits; it has one vector per exit, not a single embedding.");
}
