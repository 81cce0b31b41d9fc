namespace Reminisce.Memory;

/// <summary>How far the origin of a memory is trusted, most trusted first.</summary>
/// <remarks>Filters run inside the search, never after it; compaction never merges memories of different tiers.</remarks>
public enum TrustTier
{
    /// <summary>The person's own words and pictures.</summary>
    User = 0,

    /// <summary>A tool that the person runs, such as a screen recorder or a calendar.</summary>
    OwnTool = 1,

    /// <summary>Somebody else, for example the sender of a message.</summary>
    ThirdParty = 2,

    /// <summary>Content of the open web.</summary>
    Web = 3,
}
