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
        : base(source)
    {
    }
}
