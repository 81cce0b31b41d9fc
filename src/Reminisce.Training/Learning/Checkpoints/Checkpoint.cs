namespace Reminisce.Training.Learning.Checkpoints;

/// <summary>Everything a training run needs to go on as if it had not stopped.</summary>
/// <param name="Run">What is being trained, with its seed and settings; another run's checkpoint is refused.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Weights">The weights by name.</param>
/// <param name="Mean">Running means of the gradients, all weights one after another.</param>
/// <param name="Square">Running means of the squared gradients.</param>
internal sealed record Checkpoint(string Run, long Step, IReadOnlyList<KeyValuePair<string, float[]>> Weights, float[] Mean, float[] Square)
{
    public IReadOnlyDictionary<string, float[]> ByName => Weights.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
}
