namespace Reminisce.Training.Learning.Optimization;

/// <summary>Settings of <see cref="AdamW"/>.</summary>
internal sealed record AdamWOptions
{
    /// <value>Decay of the mean of gradients. Default 0.9.</value>
    public float Beta1 { get; init; } = 0.9f;

    /// <value>Decay of the mean of squared gradients. Default 0.98.</value>
    public float Beta2 { get; init; } = 0.98f;

    public float Epsilon { get; init; } = 1e-8f;

    /// <value>Share of a weight that is lost in a step, times the learning rate. Default 0.05.</value>
    public float WeightDecay { get; init; } = 0.05f;
}
