using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Options of <see cref="UsearchCollection{TKey, TRecord}"/>.</summary>
public sealed class UsearchCollectionOptions : VectorStoreCollectionOptions
{
    /// <summary>Initializes a new instance of the <see cref="UsearchCollectionOptions"/> class.</summary>
    public UsearchCollectionOptions()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="UsearchCollectionOptions"/> class as a copy.</summary>
    /// <param name="source">The options to copy; null for the defaults.</param>
    public UsearchCollectionOptions(UsearchCollectionOptions? source)
        : base(source) => Index = source?.Index is { } index ? new UsearchIndexOptions(index) : null;

    /// <summary>Gets or sets how this collection's indexes are built and searched.</summary>
    /// <value>The default is null, for the store's.</value>
    public UsearchIndexOptions? Index { get; set; }
}
