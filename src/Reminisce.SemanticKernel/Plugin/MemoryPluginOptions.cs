using Reminisce.Memory;

namespace Reminisce.SemanticKernel;

/// <summary>What the memory functions may see and how they store.</summary>
/// <remarks>Read when the plugin is made; later changes have no effect. The model cannot change any of it.</remarks>
public sealed class MemoryPluginOptions
{
    /// <summary>Gets or sets whose memories the functions reach.</summary>
    /// <value>The default is <see cref="MemoryScope.Default"/>.</value>
    public MemoryScope Scope { get; set; } = MemoryScope.Default;

    /// <summary>Gets or sets what the agent behind the functions may do.</summary>
    /// <value>The default is <see langword="null"/>: whatever the memory that the functions are made over may do.</value>
    public AgentPermissions? Permissions { get; set; }

    /// <summary>Gets or sets the least trusted tier that may be recalled.</summary>
    /// <value>The default is <see cref="TrustTier.Web"/>: all tiers.</value>
    public TrustTier LeastTrusted { get; set; } = TrustTier.Web;

    /// <summary>Gets or sets the tier of what a model asks to remember.</summary>
    /// <value>The default is <see cref="TrustTier.OwnTool"/>: a model worded it, not the person.</value>
    public TrustTier RememberTrust { get; set; } = TrustTier.OwnTool;

    /// <summary>Gets or sets the source given to what a model asks to remember.</summary>
    /// <value>The default is <c>chat</c>.</value>
    public string RememberSource { get; set; } = "chat";

    /// <summary>Gets or sets the most memories one recall returns, at least 1.</summary>
    /// <value>The default is <see cref="MemoryPluginDefaults.MaximumResults"/>.</value>
    public int MaximumResults { get; set; } = MemoryPluginDefaults.MaximumResults;

    /// <summary>Gets or sets the most characters of one memory that reach a model, at least 40.</summary>
    /// <value>The default is <see cref="MemoryPluginDefaults.MaximumTextLength"/>.</value>
    public int MaximumTextLength { get; set; } = MemoryPluginDefaults.MaximumTextLength;

    /// <summary>Gets or sets the most tokens of memories that one recall gives to a model, at least 100; what has no room is left out.</summary>
    /// <value>The default is <see cref="MemoryPluginDefaults.MaximumTokens"/>.</value>
    public int MaximumTokens { get; set; } = MemoryPluginDefaults.MaximumTokens;

    /// <summary>Gets or sets the zone in which times are shown and times without an offset are read.</summary>
    /// <value>The default is <see langword="null"/>: the local zone of the clock.</value>
    public TimeZoneInfo? TimeZone { get; set; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Scope, nameof(Scope));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumResults, 1, nameof(MaximumResults));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTextLength, 40, nameof(MaximumTextLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTokens, 100, nameof(MaximumTokens));
        ArgumentException.ThrowIfNullOrWhiteSpace(RememberSource, nameof(RememberSource));
    }
}
