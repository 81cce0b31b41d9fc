namespace Reminisce.VectorData;

/// <summary>What became of one record of a batch.</summary>
/// <remarks>Immutable. A record with an <paramref name="Error"/> was not stored; what was stored under its key before is unchanged.</remarks>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <param name="Key">The key, generated ones included.</param>
/// <param name="Exit">The exit of the stored vector, of the first early-exit property; <see langword="null"/> with an error.</param>
/// <param name="Reused">Whether the stored vector was kept because content and encoder are the same: no encoder work was done.</param>
/// <param name="Error">Why the record was not stored, or <see langword="null"/>.</param>
public sealed record UpsertOutcome<TKey>(TKey? Key, ExitLayer? Exit, bool Reused, Exception? Error);
