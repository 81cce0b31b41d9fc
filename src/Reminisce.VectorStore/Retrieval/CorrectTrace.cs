namespace Reminisce.VectorData;

/// <summary>What the third step of a search finished.</summary>
/// <param name="Coarse">Candidates that had stopped early.</param>
/// <param name="Finished">Candidates finished from their activation by this search.</param>
/// <param name="Shared">Candidates that another search had finished or was just finishing.</param>
/// <param name="WithoutActivation">Candidates that compete with their coarse score because there is nothing to finish them from.</param>
/// <param name="Settled">Candidates not finished because they could no longer reach the results.</param>
/// <param name="Pruned">Candidates stopped at an exit on the way for the same reason.</param>
/// <param name="LeftCoarse">Candidates not finished because of a limit: the most candidates, or the time.</param>
/// <param name="WrittenBack">Finished embeddings stored, or handed to the background, by this search.</param>
/// <param name="ActivationBytes">Bytes of activations that this search resumed from.</param>
/// <param name="Layers">Layers that this search ran, summed over items.</param>
/// <param name="StoppedBy">Why the step ended.</param>
/// <param name="Elapsed">Time of the step, writing included when it is done inline.</param>
public sealed record CorrectTrace(
    int Coarse,
    int Finished,
    int Shared,
    int WithoutActivation,
    int Settled,
    int Pruned,
    int LeftCoarse,
    int WrittenBack,
    long ActivationBytes,
    int Layers,
    RetrievalStop StoppedBy,
    TimeSpan Elapsed);
