namespace Reminisce.Memory;

/// <summary>A part of an episode as a model sees it, beside the one that answers best.</summary>
/// <remarks>Immutable. The text is data and may contain anything a sender or a web page wrote.</remarks>
/// <param name="Id">The id, for citing and forgetting.</param>
/// <param name="Trust">How far the origin is trusted.</param>
/// <param name="Modality"><c>text</c>, <c>picture</c> or <c>sound</c>.</param>
/// <param name="Text">The words, cut to the limit of the renderer.</param>
public sealed record RenderedPart(Guid Id, string Trust, string Modality, string Text);
