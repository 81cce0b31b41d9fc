using Microsoft.Extensions.AI;

namespace Reminisce.VectorData.Tests.Reference;

/// <summary>A vector property: how long its vectors are, how they are compared, and who makes them.</summary>
internal sealed record ReferenceVector(string Name, Type Type, int Dimensions, string? DistanceFunction, IEmbeddingGenerator? Generator)
{
    /// <summary>Gets whether the record holds the vector itself, and not what it is made of.</summary>
    public bool IsNative => ReferenceMath.IsVector(Nullable.GetUnderlyingType(Type) ?? Type);
}
