namespace Reminisce.VectorData.Tests.Crash;

/// <summary>One change that a program made to its files, in the order in which it asked for it.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="File">The file's number, which stays with it when its name changes.</param>
/// <param name="Name">Its path below the disk's root, where a name or a folder is concerned.</param>
/// <param name="Offset">Where bytes were written, or the length that a file was cut to.</param>
/// <param name="Bytes">What was written.</param>
/// <param name="SyncsFolder">Whether the names of the file's folder became durable too.</param>
internal sealed record DiskOperation(DiskOperationKind Kind, int File, string Name = "", long Offset = 0, byte[]? Bytes = null, bool SyncsFolder = false);
