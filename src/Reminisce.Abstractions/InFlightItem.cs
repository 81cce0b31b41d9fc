namespace Reminisce;

/// <summary>An item that is being finished, as it stands at the exit that it has reached.</summary>
/// <param name="Position">Its position among the activations that were given.</param>
/// <param name="Vector">Its embedding at that exit, L2-normalised.</param>
public readonly record struct InFlightItem(int Position, ReadOnlyMemory<float> Vector);
