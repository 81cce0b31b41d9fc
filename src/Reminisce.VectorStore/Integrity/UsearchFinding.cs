namespace Reminisce.VectorData;

/// <summary>One thing that is wrong with a store.</summary>
/// <param name="Kind">The part it is about.</param>
/// <param name="Collection">The collection; null where it is about the whole store.</param>
/// <param name="Message">What is wrong, in a sentence without a record's content.</param>
/// <param name="Repairability">What a repair can do about it.</param>
public sealed record UsearchFinding(UsearchFindingKind Kind, string? Collection, string Message, UsearchRepairability Repairability)
{
    /// <inheritdoc/>
    public override string ToString() => Collection is null ? Message : $"Collection '{Collection}': {Message}";
}
