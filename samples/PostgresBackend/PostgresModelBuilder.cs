using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace PostgresBackend;

/// <summary>Reads record types and definitions, and says which types a column can hold.</summary>
internal sealed class PostgresModelBuilder() : CollectionModelBuilder(new CollectionModelBuildingOptions { SupportsMultipleVectors = true, RequiresAtLeastOneVector = false })
{
    protected override IReadOnlyList<EmbeddingGenerationDispatcher> EmbeddingGenerationDispatchers { get; } =
        [new ContentDispatcher<Embedding<float>>(), new ContentDispatcher<Embedding<Half>>(), new ContentDispatcher<Embedding<sbyte>>()];

    protected override bool SupportsKeyAutoGeneration(Type keyPropertyType) => PostgresTypes.IsKey(keyPropertyType) && keyPropertyType != typeof(string);

    protected override void ValidateKeyProperty(KeyPropertyModel keyProperty)
    {
        base.ValidateKeyProperty(keyProperty);
        if (!PostgresTypes.IsKey(keyProperty.Type))
        {
            throw new NotSupportedException($"The key '{keyProperty.ModelName}' is a {keyProperty.Type.Name}; supported are int, long, string and Guid.");
        }
    }

    protected override void ValidateProperty(PropertyModel propertyModel, VectorStoreCollectionDefinition? definition)
    {
        base.ValidateProperty(propertyModel, definition);
        switch (propertyModel)
        {
            case DataPropertyModel { IsFullTextIndexed: true } data when data.Type != typeof(string):
                throw new NotSupportedException($"Property '{data.ModelName}' is full-text indexed, but is a {data.Type.Name}; supported is string.");
            case VectorPropertyModel vector:
                _ = PostgresDistance.Of(vector);
                if (vector.IndexKind is not (null or IndexKind.Flat or IndexKind.Dynamic or IndexKind.Hnsw))
                {
                    throw new NotSupportedException($"Vector property '{vector.ModelName}' asks for the index '{vector.IndexKind}'; supported are Flat and Dynamic, which are exact, and Hnsw.");
                }

                break;
        }
    }

    protected override bool IsDataPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = PostgresTypes.Supported;
        return PostgresTypes.IsData(type);
    }

    protected override bool IsVectorPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = PostgresVectors.Supported;
        return PostgresVectors.IsForm(type);
    }
}
