namespace Reminisce.Memory;

/// <summary>A memory on the tip of the tongue: something is there, and one more cue would bring it back.</summary>
/// <remarks>Immutable. It holds nothing of the memory but words of the question. (Paper: retrieval failure.)</remarks>
/// <param name="Id">The memory.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Modality">The sense through which it came.</param>
/// <param name="IsFaded">Whether it lies in the cold tier; else it is in ordinary recall and matches too little.</param>
/// <param name="Words">The words of the question it holds.</param>
/// <param name="OpenCues">The kinds of cue that it has and the question did not use: place, app, person, tag.</param>
public sealed record NearMiss(Guid Id, DateTimeOffset OccurredAt, Modality Modality, bool IsFaded, IReadOnlyList<string> Words, IReadOnlyList<string> OpenCues);
