namespace Reminisce.Memory;

/// <summary>What an export wrote.</summary>
/// <param name="File">The file of memories; originals lie in the folder <c>media</c> beside it.</param>
/// <param name="Memories">How many memories it holds.</param>
/// <param name="MediaFiles">How many different originals were copied.</param>
/// <param name="MediaMissing">How many memories have an original that is no file, is gone, or has changed.</param>
/// <param name="Sha256">The hash of all lines but the last, which repeats it; the same memory gives the same hash.</param>
public sealed record ExportReport(string File, int Memories, int MediaFiles, int MediaMissing, string Sha256);
