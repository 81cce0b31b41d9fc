namespace Reminisce.Memory.Storage;

/// <summary>How far a step of a sweep is.</summary>
internal enum SweepStatus
{
    /// <summary>Announced; its records may or may not be changed yet.</summary>
    Pending = 0,

    /// <summary>All its records are changed.</summary>
    Done = 1,

    /// <summary>Being taken back; its records may or may not be restored yet.</summary>
    Undoing = 2,

    /// <summary>No step of a sweep but an erasure that is decided: its changes are the ids, its records may or may not be gone yet.</summary>
    Erasing = 3,

    /// <summary>No step of a sweep but memories being forgotten: its changes are the ids, its records may or may not be gone yet.</summary>
    Forgetting = 4,

    /// <summary>No step of a sweep but episodes being remembered: its changes are the ids, its records may or may not be bound yet.</summary>
    Binding = 5,

    /// <summary>No step of a sweep but something that was not stored because it is there already.</summary>
    Dropped = 16,
}
