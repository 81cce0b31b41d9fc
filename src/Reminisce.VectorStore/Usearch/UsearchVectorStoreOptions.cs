using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData;

/// <summary>Options of <see cref="UsearchVectorStore"/>.</summary>
public sealed class UsearchVectorStoreOptions
{
    /// <summary>Initializes a new instance of the <see cref="UsearchVectorStoreOptions"/> class.</summary>
    public UsearchVectorStoreOptions()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="UsearchVectorStoreOptions"/> class as a copy.</summary>
    /// <param name="source">The options to copy; null for the defaults.</param>
    public UsearchVectorStoreOptions(UsearchVectorStoreOptions? source)
    {
        if (source is not null)
        {
            EmbeddingGenerator = source.EmbeddingGenerator;
            Index = new UsearchIndexOptions(source.Index);
            ReadOnly = source.ReadOnly;
            TimeProvider = source.TimeProvider;
            LoggerFactory = source.LoggerFactory;
            Storage = source.Storage;
        }
    }

    /// <summary>Gets or sets the generator for properties and collections that name none.</summary>
    /// <value>The default is none.</value>
    public IEmbeddingGenerator? EmbeddingGenerator { get; set; }

    /// <summary>Gets or sets how indexes are built and searched in collections that do not say.</summary>
    /// <value>The defaults of <see cref="UsearchIndexOptions"/>.</value>
    public UsearchIndexOptions Index { get; set; } = new();

    /// <summary>Gets or sets whether the store is only read, which needs no lock and may run beside a writer process.</summary>
    /// <value>The default is false.</value>
    public bool ReadOnly { get; set; }

    /// <summary>Gets or sets the clock that dates generated Guid keys.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets where warnings about indexes go; they hold no record's content.</summary>
    /// <value>The default writes nothing.</value>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Gets or sets the files beside the database; tests give one that fails.</summary>
    internal IFileStorage Storage { get; set; } = PhysicalFileStorage.Instance;
}
