namespace Reminisce.VectorData;

/// <summary>What the third step of a search finished.</summary>
/// <param name="Coarse">Candidates that had stopped early.</param>
/// <param name="Finished">Candidates finished from their activation by this search.</param>
/// <param name="Shared">Candidates that another search had finished or was just finishing.</param>
/// <param name="WithoutActivation">Candidates that compete with their coarse score because there is nothing to resume from.</param>
/// <param name="LeftCoarse">Candidates not finished because of the limit that stopped the step.</param>
/// <param name="WrittenBack">Finished embeddings stored, or handed to the background, by this search.</param>
/// <param name="StoppedBy">Why the step ended.</param>
/// <param name="Elapsed">Time of the step, writing included when it is done inline.</param>
public sealed record CorrectTrace(
    int Coarse, int Finished, int Shared, int WithoutActivation, int LeftCoarse, int WrittenBack, RetrievalStop StoppedBy, TimeSpan Elapsed);
