namespace Reminisce.VectorData.Tests.Crash;

internal enum DiskOperationKind
{
    Create,
    Write,
    Truncate,
    Sync,
    Delete,
    Rename,
    SyncFolder,
}
