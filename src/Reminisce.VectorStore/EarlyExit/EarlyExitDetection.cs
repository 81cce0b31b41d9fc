using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Finds out whether a record type has a property that an early-exit encoder embeds; without one, collections pass through.</summary>
internal static class EarlyExitDetection
{
    /// <summary>Finds the encoder for properties of a type; <see langword="null"/> where the generator reaches none, or has no content to give it.</summary>
    public static IEarlyExitEncoder? EncoderOf(IEmbeddingGenerator? generator, Type type) =>
        EncodableContent.IsContentType(type) || ConverterOf(generator)?.CanConvert(type) == true
            ? generator?.GetService(typeof(IEarlyExitEncoder)) as IEarlyExitEncoder
            : null;

    public static IContentConverter? ConverterOf(IEmbeddingGenerator? generator) => generator?.GetService(typeof(IContentConverter)) as IContentConverter;

    public static bool IsNeeded(Type recordType, VectorStoreCollectionDefinition? definition, IEmbeddingGenerator? defaultGenerator)
    {
        var fallback = definition?.EmbeddingGenerator ?? defaultGenerator;
        if (definition is not null)
        {
            foreach (var property in definition.Properties.OfType<VectorStoreVectorProperty>())
            {
                var type = property.Type ?? recordType.GetProperty(property.Name)?.PropertyType;
                if (type is not null && EncoderOf(property.EmbeddingGenerator ?? fallback, type) is not null)
                {
                    return true;
                }
            }
        }

        // Without an encoder for all properties, attributes alone cannot name one.
        return recordType != typeof(Dictionary<string, object?>)
            && recordType.GetProperties().Any(p =>
                p.GetCustomAttribute<VectorStoreVectorAttribute>() is not null && EncoderOf(fallback, p.PropertyType) is not null);
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
