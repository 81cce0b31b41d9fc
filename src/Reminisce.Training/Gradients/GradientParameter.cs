namespace Reminisce.Training.Gradients;

/// <summary>One trainable value of a gradient graph.</summary>
/// <param name="Name">Name of the initialiser, now a graph input.</param>
/// <param name="Gradient">Name of the output with its gradient.</param>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Initial">The numbers it had in the graph.</param>
internal sealed record GradientParameter(string Name, string Gradient, long[] Shape, float[] Initial);
