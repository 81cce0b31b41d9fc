using Microsoft.Extensions.AI;

namespace Reminisce.VectorData.Tests.Fakes;

/// <summary>The embedding generator through which an encoder reaches a record's properties.</summary>
internal sealed class FakeGenerator(IEarlyExitEncoder? encoder) :
    IEmbeddingGenerator<string, Embedding<float>>, IEmbeddingGenerator<DataContent, Embedding<float>>, IEmbeddingGenerator<AIContent, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<AIContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var own = new FakeEncoder();
        var results = await (encoder ?? own).EncodeAsync([.. values], new EncodingOptions { Policy = ExitPolicy.Full }, cancellationToken);
        return [.. results.Select(r => new Embedding<float>(r.Item!.Vector))];
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        GenerateAsync(values.Select(v => (AIContent)new TextContent(v)), options, cancellationToken);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        GenerateAsync(values.Cast<AIContent>(), options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(IEarlyExitEncoder) ? encoder : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
