namespace Reminisce.Memory;

/// <summary>Whose memory it is. Memories of one scope are never found, merged or forgotten from another.</summary>
/// <remarks>Immutable. Each part matches exactly; an empty part is a value of its own, not a wildcard.</remarks>
/// <param name="Application">The application that remembers, or empty.</param>
/// <param name="Agent">The agent, or empty.</param>
/// <param name="User">The person, or empty.</param>
/// <param name="Session">The conversation, or empty for memories shared by all conversations.</param>
public sealed record MemoryScope(string Application = "", string Agent = "", string User = "", string Session = "")
{
    /// <summary>Gets the scope with every part empty: one person, one application.</summary>
    public static MemoryScope Default { get; } = new();
}
