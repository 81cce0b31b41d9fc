namespace Reminisce.VectorData;

/// <summary>A backup that was made: a folder that is a store of its own.</summary>
/// <param name="Folder">The folder, with its full path.</param>
/// <param name="Bytes">The size of its database.</param>
/// <param name="Sequence">The number of the last write that it holds; it holds every write up to it, and no other.</param>
public sealed record UsearchBackupReceipt(string Folder, long Bytes, long Sequence);
