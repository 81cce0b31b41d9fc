namespace Reminisce.Training.Learning.Optimization;

/// <summary>A learning rate that rises linearly, then falls along half a cosine to a share of its peak.</summary>
/// <param name="Peak">Largest learning rate.</param>
/// <param name="WarmUp">Steps of the rise.</param>
/// <param name="Total">All steps.</param>
/// <param name="Floor">The rate at the end, as a share of the peak.</param>
internal sealed record CosineSchedule(float Peak, long WarmUp, long Total, float Floor = 0.01f)
{
    /// <summary>The rate of a step, counted from 1.</summary>
    public float At(long step)
    {
        if (step <= WarmUp)
        {
            return Peak * step / WarmUp;
        }

        var share = Math.Min(1.0, (step - WarmUp) / (double)Math.Max(1, Total - WarmUp));
        return (float)(Peak * (Floor + ((1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * share)))));
    }
}
