using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Reminisce.VectorData;

/// <summary>Reads the user's record type or definition; data types are the inner store's to judge.</summary>
internal sealed class EarlyExitModelBuilder() : CollectionModelBuilder(s_options)
{
    private const string VectorTypes = "string, AIContent or a type with an IContentConverter (with an early-exit encoder), ReadOnlyMemory<float>, float[], Embedding<float>";

    private static readonly CollectionModelBuildingOptions s_options = new()
    {
        SupportsMultipleVectors = true,
        RequiresAtLeastOneVector = true,
    };

    protected override IReadOnlyList<EmbeddingGenerationDispatcher> EmbeddingGenerationDispatchers { get; } =
        [new EarlyExitDispatcher(), EmbeddingGenerationDispatcher.Create<Embedding<float>>()];

    protected override bool IsDataPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = null;
        return true;
    }

    protected override bool IsVectorPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = VectorTypes;
        return type == typeof(ReadOnlyMemory<float>)
            || type == typeof(ReadOnlyMemory<float>?)
            || type == typeof(float[])
            || type == typeof(Embedding<float>);
    }
}
