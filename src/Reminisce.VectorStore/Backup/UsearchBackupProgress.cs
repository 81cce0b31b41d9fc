namespace Reminisce.VectorData;

/// <summary>How far a backup has come.</summary>
/// <param name="DoneBytes">The bytes copied.</param>
/// <param name="TotalBytes">The bytes to copy.</param>
public sealed record UsearchBackupProgress(long DoneBytes, long TotalBytes);
