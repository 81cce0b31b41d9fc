using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Reminisce.VectorData;

/// <summary>A collection of dictionaries, described by a definition instead of a class.</summary>
/// <remarks>Thread-safe; see <see cref="UsearchCollection{TKey, TRecord}"/>. This is the way that suits NativeAOT.</remarks>
public sealed class UsearchDynamicCollection : UsearchCollection<object, Dictionary<string, object?>>
{
    /// <summary>Initializes a new instance of the <see cref="UsearchDynamicCollection"/> class.</summary>
    /// <param name="store">The store, which stays the caller's.</param>
    /// <param name="name">The collection's name; any text.</param>
    /// <param name="options">Options with the definition.</param>
    /// <exception cref="ArgumentException">There is no definition.</exception>
    public UsearchDynamicCollection(UsearchVectorStore store, string name, UsearchCollectionOptions options)
        : base(store, name, options, BuildModel)
    {
    }

    private static CollectionModel BuildModel(UsearchCollectionOptions options, IEmbeddingGenerator? generator)
    {
        var definition = options.Definition
            ?? throw new ArgumentException("A dynamic collection needs a definition: set UsearchCollectionOptions.Definition.", nameof(options));

        // BuildDynamic looks only at its argument, so the definition's own generator must be handed over.
        return new UsearchModelBuilder().BuildDynamic(definition, definition.EmbeddingGenerator ?? generator);
    }
}
