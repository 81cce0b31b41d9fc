using Microsoft.Extensions.AI;

namespace Reminisce;

/// <summary>An early-exit encoder in the standard shape for values of an own type, which are embedded by the content that is made of them.</summary>
/// <remarks>
/// Thread-safe. Does not own the encoder: disposing this leaves it alone. <c>GetService</c> gives the <see cref="IEarlyExitEncoder"/> and this
/// as the <see cref="IContentConverter"/>, so that a vector store may stop early with properties of the type; texts, data and other content pass as they are.
/// </remarks>
/// <typeparam name="TInput">The type of the values.</typeparam>
public sealed class EarlyExitEmbeddingGenerator<TInput> : IEmbeddingGenerator<TInput, Embedding<float>>, IContentConverter
{
    private readonly EarlyExitEmbeddingGenerator _content;
    private readonly Func<TInput, AIContent?> _convert;

    /// <summary>Initialises a generator over an encoder.</summary>
    /// <param name="encoder">The encoder; it stays the caller's.</param>
    /// <param name="convert">Makes a <see cref="TextContent"/> or a <see cref="DataContent"/> of a value, the same of the same; <see langword="null"/> when there is nothing to embed.</param>
    public EarlyExitEmbeddingGenerator(IEarlyExitEncoder encoder, Func<TInput, AIContent?> convert)
    {
        ArgumentNullException.ThrowIfNull(convert);
        _content = new EarlyExitEmbeddingGenerator(encoder);
        _convert = convert;
    }

    /// <summary>Embeds values at full depth.</summary>
    /// <param name="values">The values.</param>
    /// <param name="options">May name the encoder's own number of dimensions.</param>
    /// <param name="cancellationToken">Cancels between batches.</param>
    /// <returns>One embedding per value, in the order given.</returns>
    /// <exception cref="ArgumentException">There is nothing to embed in a value.</exception>
    /// <exception cref="NotSupportedException">Another number of dimensions is asked for, or the encoder does not take an item.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var content = values.Select(v => _convert(v) ?? throw new ArgumentException($"A '{typeof(TInput).Name}' holds nothing to embed.", nameof(values)));
        return _content.GenerateAsync([.. content], options, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : _content.GetService(serviceType, serviceKey);
    }

    /// <summary>Does nothing: the encoder is the caller's.</summary>
    public void Dispose()
    {
    }

    bool IContentConverter.CanConvert(Type type) => typeof(TInput).IsAssignableFrom(Nullable.GetUnderlyingType(type) ?? type);

    AIContent? IContentConverter.Convert(object value) => _convert((TInput)value);
}
