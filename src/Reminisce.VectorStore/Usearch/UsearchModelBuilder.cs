using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql.Values;

namespace Reminisce.VectorData;

/// <summary>Builds and checks the model of a record type for the local store.</summary>
internal sealed class UsearchModelBuilder() : CollectionModelBuilder(s_options)
{
    private static readonly CollectionModelBuildingOptions s_options = new()
    {
        SupportsMultipleVectors = true,
        RequiresAtLeastOneVector = false,
    };

    private static readonly HashSet<Type> s_keyTypes = [typeof(int), typeof(long), typeof(string), typeof(Guid)];

    protected override IReadOnlyList<EmbeddingGenerationDispatcher> EmbeddingGenerationDispatchers { get; } =
        [new InputTypeDispatcher<Embedding<float>>(), new InputTypeDispatcher<Embedding<Half>>(), new InputTypeDispatcher<Embedding<sbyte>>()];

    protected override bool SupportsKeyAutoGeneration(Type keyPropertyType)
        => keyPropertyType == typeof(Guid) || keyPropertyType == typeof(int) || keyPropertyType == typeof(long);

    protected override void ValidateKeyProperty(KeyPropertyModel keyProperty)
    {
        base.ValidateKeyProperty(keyProperty);
        if (!s_keyTypes.Contains(keyProperty.Type))
        {
            throw new NotSupportedException(
                $"Property '{keyProperty.ModelName}' has unsupported type '{keyProperty.Type.Name}'. Key properties must be one of the supported types: {UsearchConstants.SupportedKeyTypes}.");
        }
    }

    protected override void ValidateProperty(PropertyModel propertyModel, Microsoft.Extensions.VectorData.VectorStoreCollectionDefinition? definition)
    {
        base.ValidateProperty(propertyModel, definition);
        WholeText.Check(propertyModel.StorageName, "property's name", nameof(definition));
        switch (propertyModel)
        {
            case DataPropertyModel { IsFullTextIndexed: true } data when ValueCodecs.Get(data.Type).Code is not ("string" or "string[]"):
                throw new NotSupportedException($"Property '{data.ModelName}' is full-text indexed, but has type '{data.Type.Name}'. Full text is supported on string, string[] and List<string>.");
            case VectorPropertyModel vector:
                _ = DistanceMeasure.Get(vector.DistanceFunction);
                _ = VectorIndexKinds.Parse(vector.IndexKind);
                break;
        }
    }

    protected override bool IsDataPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = ValueCodecs.SupportedTypes;
        return ValueCodecs.TryGet(type, out _);
    }

    protected override bool IsVectorPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = UsearchConstants.SupportedVectorTypes;
        return VectorFormat.TryGet(type, out _);
    }
}
