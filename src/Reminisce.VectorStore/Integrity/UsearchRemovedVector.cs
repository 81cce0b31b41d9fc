namespace Reminisce.VectorData;

/// <summary>A vector that a repair took out of the store, because it belonged to no record or was none.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Property">The vector property's storage name.</param>
/// <param name="Row">The row number that it was stored under.</param>
/// <param name="Bytes">What was stored: nothing but this report holds it now.</param>
public sealed record UsearchRemovedVector(string Collection, string Property, long Row, ReadOnlyMemory<byte> Bytes);
