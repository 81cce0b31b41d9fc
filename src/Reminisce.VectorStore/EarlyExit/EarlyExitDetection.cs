using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Finds out whether a record type has a property that an early-exit encoder embeds; without one, collections pass through.</summary>
internal static class EarlyExitDetection
{
    public static IEarlyExitEncoder? EncoderOf(IEmbeddingGenerator? generator) =>
        generator?.GetService(typeof(IEarlyExitEncoder)) as IEarlyExitEncoder;

    public static bool IsNeeded(Type recordType, VectorStoreCollectionDefinition? definition, IEmbeddingGenerator? defaultGenerator)
    {
        var fallback = definition?.EmbeddingGenerator ?? defaultGenerator;
        if (definition is not null)
        {
            foreach (var property in definition.Properties.OfType<VectorStoreVectorProperty>())
            {
                var type = property.Type ?? recordType.GetProperty(property.Name)?.PropertyType;
                if (type is not null && EncodableContent.IsContentType(type) && EncoderOf(property.EmbeddingGenerator ?? fallback) is not null)
                {
                    return true;
                }
            }
        }

        // Without an encoder for all properties, attributes alone cannot name one.
        return recordType != typeof(Dictionary<string, object?>)
            && EncoderOf(fallback) is not null
            && recordType.GetProperties().Any(p =>
                p.GetCustomAttribute<VectorStoreVectorAttribute>() is not null && EncodableContent.IsContentType(p.PropertyType));
    }

    /// <summary>Gives a definition the store's generator where it has none of its own; the given definition is not changed.</summary>
    public static VectorStoreCollectionDefinition? WithGenerator(VectorStoreCollectionDefinition? definition, IEmbeddingGenerator? generator)
    {
        if (generator is null || definition?.EmbeddingGenerator is not null)
        {
            return definition;
        }

        return new VectorStoreCollectionDefinition { Properties = definition?.Properties ?? [], EmbeddingGenerator = generator };
    }
}
