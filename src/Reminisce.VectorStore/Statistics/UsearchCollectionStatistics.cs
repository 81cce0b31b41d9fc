namespace Reminisce.VectorData;

/// <summary>One collection of a store.</summary>
/// <param name="Name">The collection's name.</param>
/// <param name="Rows">The number of records.</param>
/// <param name="Vectors">The number of vectors by the vector property's storage name.</param>
public sealed record UsearchCollectionStatistics(string Name, long Rows, IReadOnlyDictionary<string, long> Vectors);
