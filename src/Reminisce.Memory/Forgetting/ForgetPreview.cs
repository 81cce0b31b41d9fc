namespace Reminisce.Memory;

/// <summary>What a forget would remove; nothing is removed before its token is confirmed.</summary>
/// <param name="Token">Confirms exactly these memories; refused when they have changed or after <paramref name="ExpiresAt"/>.</param>
/// <param name="Items">The memories that would be removed.</param>
/// <param name="ExpiresAt">When the token ends.</param>
public sealed record ForgetPreview(string Token, IReadOnlyList<MemoryItem> Items, DateTimeOffset ExpiresAt);
