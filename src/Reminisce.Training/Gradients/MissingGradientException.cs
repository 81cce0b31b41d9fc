namespace Reminisce.Training.Gradients;

/// <summary>A trainable value reaches the loss through an operator that has no gradient.</summary>
internal sealed class MissingGradientException(string message) : NotSupportedException(message);
