namespace Reminisce.Encoders;

/// <summary>How the stages of one tower are run.</summary>
/// <param name="BatchSize">Items of one run.</param>
/// <param name="Threads">Threads of one run.</param>
/// <param name="Costs">What stages and heads cost, where it was measured.</param>
internal sealed record TowerTuning(int BatchSize, int Threads, StageCosts? Costs);
