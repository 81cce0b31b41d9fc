using Microsoft.Extensions.AI;

namespace Reminisce;

/// <summary>An early-exit encoder in the standard shape: embeds text, pictures or any content at full depth.</summary>
/// <remarks>
/// Thread-safe. Does not own the encoder: disposing this leaves it alone. <c>GetService(typeof(IEarlyExitEncoder))</c> gives
/// the encoder, which is how a vector store finds out that it may stop early.
/// </remarks>
public sealed class EarlyExitEmbeddingGenerator :
    IEmbeddingGenerator<string, Embedding<float>>,
    IEmbeddingGenerator<DataContent, Embedding<float>>,
    IEmbeddingGenerator<AIContent, Embedding<float>>
{
    private static readonly EncodingOptions s_full = new() { Policy = ExitPolicy.Full, KeepActivations = false };
    private readonly IEarlyExitEncoder _encoder;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Initialises a generator over an encoder.</summary>
    /// <param name="encoder">The encoder; it stays the caller's.</param>
    public EarlyExitEmbeddingGenerator(IEarlyExitEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        _encoder = encoder;
        _metadata = new EmbeddingGeneratorMetadata("reminisce", null, encoder.Name, encoder.Dimensions);
    }

    /// <summary>Embeds texts.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">May name the encoder's own number of dimensions.</param>
    /// <param name="cancellationToken">Cancels between batches.</param>
    /// <returns>One embedding per text, in the order given.</returns>
    /// <exception cref="NotSupportedException">Another number of dimensions is asked for, or the encoder takes no text.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return EncodeAsync([.. values.Select(v => new TextContent(v))], options, cancellationToken);
    }

    /// <summary>Embeds data, for example pictures.</summary>
    /// <param name="values">The data with their media types.</param>
    /// <param name="options">May name the encoder's own number of dimensions.</param>
    /// <param name="cancellationToken">Cancels between batches.</param>
    /// <returns>One embedding per item, in the order given.</returns>
    /// <exception cref="NotSupportedException">Another number of dimensions is asked for, or the encoder does not take a media type.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return EncodeAsync([.. values], options, cancellationToken);
    }

    /// <summary>Embeds any content that the encoder takes.</summary>
    /// <param name="values">The items.</param>
    /// <param name="options">May name the encoder's own number of dimensions.</param>
    /// <param name="cancellationToken">Cancels between batches.</param>
    /// <returns>One embedding per item, in the order given.</returns>
    /// <exception cref="NotSupportedException">Another number of dimensions is asked for, or the encoder does not take an item.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<AIContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return EncodeAsync([.. values], options, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        return serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_encoder) ? _encoder
            : null;
    }

    /// <summary>Does nothing: the encoder is the caller's.</summary>
    public void Dispose()
    {
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> EncodeAsync(
        List<AIContent> items, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        if (options?.Dimensions is { } dimensions && dimensions != _encoder.Dimensions)
        {
            throw new NotSupportedException($"{_encoder.Name} makes embeddings of {_encoder.Dimensions} dimensions, but {dimensions} were asked for.");
        }

        var results = await _encoder.EncodeAsync(items, s_full, cancellationToken).ConfigureAwait(false);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(results.Count);
        foreach (var result in results)
        {
            if (result.Error is { } error)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
            }

            embeddings.Add(new Embedding<float>(result.Item!.Vector) { ModelId = _encoder.Name });
        }

        return embeddings;
    }
}
