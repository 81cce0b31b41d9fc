namespace Reminisce.Memory.Storage;

/// <summary>A stored vector with the space it lies in.</summary>
/// <param name="Space">Name of the exit that made it; vectors of different spaces do not compare.</param>
/// <param name="Vector">The vector, L2-normalised.</param>
/// <param name="IsFull">Whether it was made at full depth.</param>
internal sealed record SpaceVector(string Space, ReadOnlyMemory<float> Vector, bool IsFull);
