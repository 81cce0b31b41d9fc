namespace Reminisce.VectorData.Tests.Crash;

/// <summary>One call of a workload and what it does to the model.</summary>
/// <param name="Operation">The operation that a failure must name.</param>
/// <param name="Collection">The collection that a failure must name.</param>
/// <param name="Run">The call; it may be repeated.</param>
/// <param name="Change">What it changes once it has succeeded.</param>
internal sealed record WorkStep(string Operation, string? Collection, Func<StoreSession, Task> Run, Func<StoreModel, StoreModel> Change);
