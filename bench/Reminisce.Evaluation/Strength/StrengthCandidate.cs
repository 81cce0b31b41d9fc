namespace Reminisce.Evaluation;

/// <summary>A strength model on trial: a score that rises with the need, under some parameters.</summary>
/// <remarks>
/// What the score means as a probability is fitted for every candidate alike, so that they differ by the shape of their curve alone.
/// </remarks>
/// <param name="Name">The name.</param>
/// <param name="Settings">The parameters to choose from.</param>
/// <param name="Score">The score of a probe under parameters.</param>
internal sealed record StrengthCandidate(string Name, IReadOnlyList<double[]> Settings, Func<double[], Probe, double> Score);
