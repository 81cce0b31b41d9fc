namespace Reminisce.Memory;

/// <summary>What one agent may do; without any grant, nothing.</summary>
/// <remarks>
/// Immutable. Given to <see cref="IMemoryMaintenance.ForAgent"/>, it holds for everything that is done through the memory
/// returned: what may not be read is as if it did not exist, in every search, count, export and id.
/// </remarks>
/// <param name="Agent">The name of the agent, for messages.</param>
/// <param name="Grants">What it may do.</param>
public sealed record AgentPermissions(string Agent, IReadOnlyList<PermissionGrant> Grants);
