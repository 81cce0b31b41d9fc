namespace Reminisce.Training.Learning;

/// <summary>The loss or its gradient is no longer a finite number.</summary>
internal sealed class TrainingDivergedException(string message) : InvalidOperationException(message);
