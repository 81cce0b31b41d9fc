using Microsoft.Extensions.AI;

namespace ConformanceTests.Support;

/// <summary>Embeds texts by their letters and pictures by their bytes, in any component type: one generator for both, as CLIP is.</summary>
/// <remarks>The last component says who made it; calls are counted.</remarks>
public sealed class LetterGenerator<TEmbedding>(Func<float[], TEmbedding> make, float signature = 0) :
    IEmbeddingGenerator<string, TEmbedding>, IEmbeddingGenerator<DataContent, TEmbedding>
    where TEmbedding : Embedding
{
    public int Calls { get; private set; }

    public Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        return Task.FromResult(new GeneratedEmbeddings<TEmbedding>(values.Select(value => make(LetterGenerator.Letters(value, signature)))));
    }

    public Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        => GenerateAsync(values.Select(value => System.Text.Encoding.UTF8.GetString(value.Data.Span)), options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
