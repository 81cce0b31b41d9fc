namespace Reminisce.VectorData;

/// <summary>What <see cref="UsearchVectorStore.RepairAsync"/> can do about a finding.</summary>
public enum UsearchRepairability
{
    /// <summary>All that is wrong is derived and can be made anew from the records.</summary>
    WithoutLoss,

    /// <summary>What can still be read is saved; some records or vectors may not be.</summary>
    WithLoss,

    /// <summary>Nothing: restore a backup.</summary>
    No,
}
