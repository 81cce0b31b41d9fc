namespace Reminisce;

/// <summary>Names a stored item whose content is wanted back.</summary>
/// <remarks>Immutable.</remarks>
/// <param name="Collection">The collection that holds it.</param>
/// <param name="Property">The content property it was encoded from.</param>
/// <param name="Key">Its key, of the collection's key type.</param>
public sealed record ContentReference(string Collection, string Property, object Key);
