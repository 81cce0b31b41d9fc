namespace Reminisce.Memory;

/// <summary>What an import does with a memory that is there already.</summary>
public enum ExistingMemory
{
    /// <summary>It stays as it is.</summary>
    Keep = 0,

    /// <summary>It becomes what the export says.</summary>
    Replace = 1,
}
