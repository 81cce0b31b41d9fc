namespace Reminisce.Memory;

/// <summary>What an erasure would take; nothing is touched before its token is confirmed.</summary>
/// <param name="Token">Confirms exactly these memories; refused when they have changed or after <paramref name="ExpiresAt"/>.</param>
/// <param name="Items">The memories that would go, with words, vectors and activations. When there are none, the token only finishes what was erased before.</param>
/// <param name="Pinned">The memories that were meant but stay, because they are pinned.</param>
/// <param name="Rewritten">Memories that stay and are rewritten: gists that hold copies of the words, and what stood behind a gist that goes.</param>
/// <param name="SameContent">Other memories of the scope with exactly the same content; they stay unless they are named as well.</param>
/// <param name="JournalSteps">Steps of the sweep journal that name these memories; undoing these sweeps leaves them out from then on.</param>
/// <param name="ExpiresAt">When the token ends.</param>
public sealed record ErasePreview(
    string Token,
    IReadOnlyList<MemoryItem> Items,
    IReadOnlyList<Guid> Pinned,
    IReadOnlyList<Guid> Rewritten,
    IReadOnlyList<Guid> SameContent,
    int JournalSteps,
    DateTimeOffset ExpiresAt);
