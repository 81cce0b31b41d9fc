namespace Reminisce.Memory;

/// <summary>Rights over the memories that meet every condition of it; a condition that is <see langword="null"/> is met by all.</summary>
/// <remarks>Immutable. An empty list is met by none. Grants add up: what one of them allows is allowed.</remarks>
/// <param name="Rights">What is allowed.</param>
public sealed record PermissionGrant(AccessRights Rights)
{
    /// <summary>Gets whose memories.</summary>
    public IReadOnlyList<ScopePattern>? Scopes { get; init; }

    /// <summary>Gets the sources they come from, exactly as they were given.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Gets the kinds.</summary>
    public IReadOnlyList<Modality>? Modalities { get; init; }

    /// <summary>Gets when they happened.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>Gets the least trusted tier.</summary>
    /// <value>The default is <see cref="TrustTier.Web"/>: all tiers.</value>
    public TrustTier LeastTrusted { get; init; } = TrustTier.Web;

    /// <summary>Gets the most trusted tier that new memories may claim.</summary>
    /// <value>The default is <see cref="TrustTier.OwnTool"/>: an agent does not speak as the person.</value>
    public TrustTier MostTrusted { get; init; } = TrustTier.OwnTool;
}
