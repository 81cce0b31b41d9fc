namespace Reminisce.VectorData.Native;

/// <summary>What callers inside an <see cref="IndexGate"/> are doing; those of one room may be inside together.</summary>
internal enum IndexRoom
{
    /// <summary>Reading: search, lookup, save.</summary>
    Search,

    /// <summary>Adding vectors to reserved room.</summary>
    Add,

    /// <summary>Anything that must be alone: reserve, remove, replace, dispose.</summary>
    Alone,
}
