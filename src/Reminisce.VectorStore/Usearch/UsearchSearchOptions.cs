using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Search options with the local store's own settings; give it where VectorData's options are asked for.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
public sealed class UsearchSearchOptions<TRecord> : VectorSearchOptions<TRecord>
{
    /// <summary>Gets or sets ef, how many candidates the graph weighs: more finds better and takes longer.</summary>
    /// <value>The default is null, for <see cref="UsearchIndexOptions.Ef"/>.</value>
    public int? Expansion { get; set; }

    /// <summary>Gets or sets whether every vector is scored, whatever the index kind.</summary>
    /// <value>The default is false.</value>
    public bool Exact { get; set; }
}
