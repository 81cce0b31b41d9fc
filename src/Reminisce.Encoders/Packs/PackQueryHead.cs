namespace Reminisce.Encoders;

/// <summary>The graph that embeds a query of one tower for items of one exit.</summary>
/// <param name="Tower">The tower that encodes the query, in full.</param>
/// <param name="Target">The tower of the items.</param>
/// <param name="Layer">The exit of the items.</param>
/// <param name="File">The graph, a path inside the pack.</param>
/// <param name="Calibration">What similarities of unrelated pairs look like here.</param>
public sealed record PackQueryHead(string Tower, string Target, int Layer, string File, PackCalibration Calibration);
