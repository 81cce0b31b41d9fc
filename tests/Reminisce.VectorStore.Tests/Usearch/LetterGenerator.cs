using Microsoft.Extensions.AI;

namespace Reminisce.VectorData.Tests.Usearch;

/// <summary>Embeds texts by their letters and pictures by their bytes: one generator for both, as CLIP is.</summary>
internal sealed class LetterGenerator(float bias = 0) : IEmbeddingGenerator<string, Embedding<float>>, IEmbeddingGenerator<DataContent, Embedding<float>>
{
    public const int Dimensions = 27;

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(Embed)));

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => Embed(System.Text.Encoding.UTF8.GetString(value.Data.Span)))));

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private Embedding<float> Embed(string text)
    {
        var vector = new float[Dimensions];
        vector[26] = 0.01f + bias;
        foreach (var letter in text.ToLowerInvariant().Where(char.IsAsciiLetter))
        {
            vector[letter - 'a']++;
        }

        return new Embedding<float>(vector);
    }
}
