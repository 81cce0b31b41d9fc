using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace PostgresBackend;

/// <summary>Reads record types and definitions, and says which types a column can hold.</summary>
internal sealed class PostgresModelBuilder() : CollectionModelBuilder(new CollectionModelBuildingOptions { SupportsMultipleVectors = true, RequiresAtLeastOneVector = false })
{
    private const string VectorTypes = "ReadOnlyMemory<float>, float[], Embedding<float>";

    protected override void ValidateKeyProperty(KeyPropertyModel keyProperty)
    {
        if (!PostgresTypes.IsKey(keyProperty.Type))
        {
            throw new NotSupportedException($"The key '{keyProperty.ModelName}' is a {keyProperty.Type.Name}; supported are int, long, string and Guid.");
        }
    }

    protected override bool IsDataPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = PostgresTypes.Supported;
        return PostgresTypes.IsData(type);
    }

    protected override bool IsVectorPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = VectorTypes;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(ReadOnlyMemory<float>) || plain == typeof(float[]) || plain == typeof(Embedding<float>);
    }
}
