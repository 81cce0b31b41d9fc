namespace Reminisce.Memory;

/// <summary>What an agent may do with memories.</summary>
[Flags]
public enum AccessRights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Find, read and export them, and report that they were used.</summary>
    Read = 1,

    /// <summary>Remember and import new ones, and pin those that are there.</summary>
    Write = 2,

    /// <summary>Suppress, sweep, forget and erase them.</summary>
    Forget = 4,

    /// <summary>All of this.</summary>
    All = Read | Write | Forget,
}
