namespace Reminisce.VectorData;

/// <summary>What the third step of a search finished.</summary>
/// <param name="Coarse">Candidates that had stopped early.</param>
/// <param name="Finished">Candidates finished by this search, from their activation or from their content.</param>
/// <param name="Recomputed">How many of those finished or pruned were encoded anew from their content, because their activation was gone.</param>
/// <param name="Shared">Candidates that another search had finished or was just finishing.</param>
/// <param name="WithoutActivation">Candidates that compete with their coarse score because neither an activation nor their unchanged content is there to finish them from.</param>
/// <param name="Settled">Candidates not finished because they could no longer reach the results, now or when the same query was asked before.</param>
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
    int Recomputed,
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
