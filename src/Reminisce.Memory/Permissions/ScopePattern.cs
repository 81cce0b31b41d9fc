namespace Reminisce.Memory;

/// <summary>Scopes that a grant covers: a part that is <see langword="null"/> stands for any, every other part must be equal.</summary>
/// <remarks>Immutable. An empty string is a value like any other: it covers only scopes in which that part is empty.</remarks>
/// <param name="Application">The application, or <see langword="null"/> for any.</param>
/// <param name="Agent">The agent, or <see langword="null"/> for any.</param>
/// <param name="User">The person, or <see langword="null"/> for any.</param>
/// <param name="Session">The conversation, or <see langword="null"/> for any.</param>
public sealed record ScopePattern(string? Application = null, string? Agent = null, string? User = null, string? Session = null)
{
    /// <summary>Covers exactly one scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="ArgumentNullException">No scope was given.</exception>
    public static ScopePattern Exactly(MemoryScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return new ScopePattern(scope.Application, scope.Agent, scope.User, scope.Session);
    }
}
