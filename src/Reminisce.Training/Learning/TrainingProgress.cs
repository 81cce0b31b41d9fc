namespace Reminisce.Training;

/// <summary>Where a training run stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">All steps.</param>
/// <param name="Loss">Loss of the last step.</param>
/// <param name="GradientNorm">Length of its gradient before clipping.</param>
/// <param name="Figures">Parts of the loss.</param>
/// <param name="Elapsed">Time of this run, without the steps of an earlier one.</param>
/// <param name="Left">Time left, if the steps to come cost what these did.</param>
public sealed record TrainingProgress(long Step, long Steps, float Loss, float GradientNorm, IReadOnlyList<float> Figures, TimeSpan Elapsed, TimeSpan Left)
{
    /// <summary>Gets the part of the training that is under way.</summary>
    public string Part { get; init; } = string.Empty;
}
