namespace Reminisce.Encoders;

/// <summary>What it costs to run items deeper, and to stop for a head.</summary>
/// <param name="StageSeconds">Seconds that each stage takes for one more item of a batch; a stage ends at the exit of the same index.</param>
/// <param name="HeadSeconds">Seconds of one more run of a head, whatever the number of items.</param>
internal sealed record StageCosts(IReadOnlyList<double> StageSeconds, double HeadSeconds);
