using Microsoft.Extensions.AI;
using Reminisce;

namespace ConformanceTests.Support;

/// <summary>Embeds texts by their letters and pictures by their bytes, in any component type: one generator for both, as CLIP is.</summary>
/// <remarks>The last component says who made it; calls are counted.</remarks>
public sealed class LetterGenerator<TEmbedding>(Func<float[], TEmbedding> make, float signature = 0) :
    IEmbeddingGenerator<string, TEmbedding>, IEmbeddingGenerator<DataContent, TEmbedding>
    where TEmbedding : Embedding
{
    private int _calls;

    /// <summary>Gets the encoder with early exits behind the generator; then content must go through it.</summary>
    public LetterEncoder? Encoder { get; init; }

    public int Calls => Encoder?.Calls ?? _calls;

    public Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (Encoder is not null)
        {
            throw new InvalidOperationException("Content was embedded past its early exits.");
        }

        _calls++;
        return Task.FromResult(new GeneratedEmbeddings<TEmbedding>(values.Select(value => make(LetterGenerator.Letters(value, signature)))));
    }

    public Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        => GenerateAsync(values.Select(value => System.Text.Encoding.UTF8.GetString(value.Data.Span)), options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(IEarlyExitEncoder) ? Encoder : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
