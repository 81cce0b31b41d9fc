namespace Reminisce.Encoders;

/// <summary>A layer at which encoding may stop, and the graph that makes the embedding there.</summary>
/// <param name="Layer">Layers that have run.</param>
/// <param name="Head">The embedding head, a path inside the pack.</param>
public sealed record PackExit(int Layer, string Head);
