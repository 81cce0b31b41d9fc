using System.Text.Json.Serialization;

namespace Reminisce.Memory;

/// <summary>One memory as a model sees it.</summary>
/// <remarks>Immutable. Every string is data and may contain anything a sender or a web page wrote.</remarks>
/// <param name="Id">The id, for citing and forgetting.</param>
/// <param name="Time">When it happened, in the zone of the renderer.</param>
/// <param name="Source">Where it came from; never a path of the machine.</param>
/// <param name="Trust">How far the origin is trusted: <c>user</c>, <c>ownTool</c>, <c>thirdParty</c> or <c>web</c>.</param>
/// <param name="Modality"><c>text</c>, <c>picture</c> or <c>sound</c>.</param>
/// <param name="Text">The words, cut to the limit of the renderer.</param>
public sealed record RenderedMemory(Guid Id, DateTimeOffset Time, string Source, string Trust, string Modality, string Text)
{
    /// <summary>Gets where it happened, or <see langword="null"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Place { get; init; }

    /// <summary>Gets who was there, or <see langword="null"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>Gets how many memories a gist stands for, or <see langword="null"/> for an ordinary memory.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Count { get; init; }

    /// <summary>Gets the other parts of the episode in their order, or <see langword="null"/> for a memory of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RenderedPart>? Parts { get; init; }
}
